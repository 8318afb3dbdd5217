import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { jsonlSink } from '../../src/index.ts'
import { callFinished } from './events.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portico-sink-'))
  path = join(folder, 'events.jsonl')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const { signal } = new AbortController()
const ids = (): string[] =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { id: string }).id)

async function write(...events: readonly string[]): Promise<void> {
  const sink = await jsonlSink(path)
  await Promise.all(events.map(async (id) => sink.deliver(callFinished(id), signal)))
  await sink.close()
}

test('events are appended in order, one per line, readable only by the owner', async () => {
  await write('a', 'b')
  await write('c')
  expect(ids()).toEqual(['a', 'b', 'c'])
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

test.each([
  ['within a line', '{"id":"torn', ['a', 'b']],
  ['within a long line', `{"id":"${'x'.repeat(200_000)}`, ['a', 'b']],
])('what a kill tore %s is taken off', async (_, torn, expected) => {
  await write('a')
  appendFileSync(path, torn)
  await write('b')
  expect(ids()).toEqual(expected)
})

test('a file with just a torn line starts over', async () => {
  writeFileSync(path, '{"id"')
  await write('a')
  expect(ids()).toEqual(['a'])
})

test('a file that can not be written is unavailable, and what was written stays whole', async () => {
  const sink = await jsonlSink(path)
  await sink.deliver(callFinished('a'), signal)
  await sink.close()
  await expect(sink.deliver(callFinished('b'), signal)).rejects.toMatchObject({ code: 'unavailable' })
  expect(ids()).toEqual(['a'])
})
