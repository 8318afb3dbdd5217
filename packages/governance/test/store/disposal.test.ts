import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { jsonlAudit, jsonlSink, openStore } from '@portico/governance'
import { afterAll, beforeAll, expect, test } from 'vitest'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portico-disposal-'))
})
afterAll(() => rm(folder, { recursive: true }))

test('a store ends with the block that it was opened in', async () => {
  const run = async () => {
    await using store = await openStore(`sqlite:${join(folder, 'portico.db')}`)
    expect(await store.runs.list('acme', 1)).toEqual([])
    return store
  }
  const store = await run()
  await expect(store.runs.list('acme', 1)).rejects.toThrow('destroyed')
  await store.close()
})

test.each([
  ['an audit log', jsonlAudit],
  ['a file of events', jsonlSink],
])('%s is free for the next one, also where it was closed before its block ended', async (name, open) => {
  const path = join(folder, `${name}.jsonl`)
  {
    await using first = await open(path)
    await expect(open(path)).rejects.toThrow('is already written by another')
    await first.close()
  }
  await using next = await open(path)
  expect(next).toBeDefined()
})
