import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readManifest, tableQuery } from '@portico/sync/files'
import { openDuckdb } from '@portico/sync/duckdb'
import { expect, onTestFinished, test } from 'vitest'
import { landIn } from './program/fill-up.ts'

type Told = Readonly<Record<string, Awaited<ReturnType<typeof landIn>>>>

const full = 'destination_unavailable'

test('on a full disk a batch lands whole or not at all, and the next run resumes from the saved state', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'portico-full-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const program = join(import.meta.dirname, 'program/fill-up.ts')
  // Blocks of 512 bytes: a file may have a MiB.
  const limited = ['-c', 'ulimit -f 2048; exec "$@"', 'sh', process.execPath, program, folder]
  const told = JSON.parse(execFileSync('sh', limited, { encoding: 'utf8' })) as Told
  for (const kind of ['jsonl', 'parquet']) {
    expect(told[kind]).toMatchObject({
      landed: 20,
      outcomes: [{ code: full, message: expect.stringMatching(/may not grow further/) as unknown }],
    })
  }
  const { landed, outcomes } = told['duckdb']!
  expect(outcomes.length).toBeGreaterThan(1)
  for (const outcome of outcomes)
    expect(outcome).toMatchObject({ code: full, message: expect.stringMatching(/may not grow further/) as unknown })

  const { connection, close } = await duckdb(join(folder, 'w.duckdb'))
  const counted = async (table: string): Promise<unknown> =>
    (await connection.runAndReadAll(`SELECT count(*)::INT, max(id)::INT FROM ${table}`)).getRows()[0]
  const files = async (kind: string) => {
    const at = join(folder, kind, 'desk/tickets')
    return `(${tableQuery(at, (await readManifest(at))!)})`
  }
  const tables = async () => [
    await counted('desk.tickets'),
    await counted(await files('jsonl')),
    await counted(await files('parquet')),
  ]
  expect(await tables()).toEqual([
    [landed, landed],
    [20, 20],
    [20, 20],
  ])
  for (const kind of ['duckdb', 'jsonl', 'parquet'] as const)
    expect(await landIn(kind, folder, [5])).toMatchObject({ outcomes: [] })
  expect(await tables()).toEqual([
    [landed + 5, landed + 5],
    [25, 25],
    [25, 25],
  ])
  close()
})

async function duckdb(path: string) {
  const instance = await openDuckdb({ path })
  const connection = await instance.connect()
  return { connection, close: () => (connection.closeSync(), instance.closeSync()) }
}
