import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createLineage, fileLineage } from '../../src/lineage.ts'
import { run } from './tickets.ts'

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'portico-lineage-'))
  onTestFinished(() => rm(made, { recursive: true }))
  return made
}

async function story(path: string): Promise<void> {
  const lineage = createLineage({ namespace: 'portico', transport: await fileLineage(path) })
  const told = lineage.run(run)
  await told.start()
  await told.complete({ rowsRead: 1, rowsLanded: 1 })
  await lineage.close()
}

const typesIn = async (path: string): Promise<readonly string[]> =>
  (await readFile(path, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { eventType: string }).eventType)

test('one event per line, appended, readable only by the owner', async () => {
  const path = join(await folder(), 'lineage.jsonl')
  await story(path)
  await story(path)
  expect(await typesIn(path)).toEqual(['START', 'COMPLETE', 'START', 'COMPLETE'])
  expect((await stat(path)).mode & 0o777).toBe(0o600)
})

test('concurrent events do not mix', async () => {
  const path = join(await folder(), 'lineage.jsonl')
  const lineage = createLineage({ namespace: 'portico', transport: await fileLineage(path) })
  await Promise.all(Array.from({ length: 50 }, () => lineage.run(run).start()))
  await lineage.close()
  expect(await typesIn(path)).toHaveLength(50)
})

test.each([100, 200_000])('a torn line of %i bytes is removed, and nothing before it', async (length) => {
  const path = join(await folder(), 'lineage.jsonl')
  await story(path)
  await appendFile(path, 'x'.repeat(length))
  await story(path)
  expect(await typesIn(path)).toEqual(['START', 'COMPLETE', 'START', 'COMPLETE'])
})

test('a file with just a torn line starts over', async () => {
  const path = join(await folder(), 'lineage.jsonl')
  await writeFile(path, '{"eventType":"STA')
  await story(path)
  expect(await typesIn(path)).toEqual(['START', 'COMPLETE'])
})
