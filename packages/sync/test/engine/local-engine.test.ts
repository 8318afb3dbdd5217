import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { localEngine, type SyncJob } from '@portico/sync/engine'
import Sqlite from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { openJournal } from '../../src/engine/local/open-journal.ts'
import { engineContract } from './contract.ts'

describe('local', () => {
  engineContract(async (folder) => {
    const engine = await localEngine({ path: join(folder, 'engine.db'), step: { pages: 1, ms: 0 }, leaseMs: 300, pollMs: 10 })
    return { engine, close: async () => engine[Symbol.asyncDispose]() }
  })
})

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'portico-journal-'))
  try {
    await work(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

const job: SyncJob = {
  connector: 'desk',
  tenantId: 'acme',
  account: 'default',
  streams: ['tickets'],
  to: 'duckdb:w',
  dataset: 'desk',
}
const report = { runId: 'r', status: 'paused', streams: [] } as never

test('another worker takes the run of a silent one, and what the first still writes is ignored', () =>
  inFolder(async (folder) => {
    let now = 1_000_000
    const journal = await openJournal(join(folder, 'engine.db'), () => now)
    const id = journal.add(job)
    const first = journal.claim({}, 1_000)!
    expect([first.id, first.token, journal.claim({}, 1_000)]).toEqual([id, 1, undefined])
    now += 900
    expect(journal.renew(first, 1_000)).toEqual({ wanted: null })
    now += 900
    expect(journal.claim({}, 1_000)).toBeUndefined()
    now += 200
    const second = journal.claim({}, 1_000)!
    expect([second.id, second.token]).toEqual([id, 2])
    expect(journal.renew(first, 1_000)).toBeUndefined()
    expect(journal.step(first, report, 1_000)).toBeUndefined()
    expect(journal.release(first, { state: 'succeeded' })).toBe(false)
    expect(journal.run(id)).toMatchObject({ state: 'running', steps: 0, attempt: 2 })
    expect(journal.step(second, report, 1_000)).toEqual({ wanted: null })
    // What was wanted of a worker that died is done by the next one that looks.
    expect(journal.want(id, 'pause')).toBe(true)
    now += 2_000
    expect(journal.claim({}, 1_000)).toBeUndefined()
    expect(journal.run(id)).toMatchObject({ state: 'paused', steps: 1 })
    journal.close()
  }))

test('a missed time is made up for once, and runs of one schedule do not pile up', () =>
  inFolder(async (folder) => {
    let now = Date.UTC(2026, 0, 1, 0, 30)
    const journal = await openJournal(join(folder, 'engine.db'), () => now)
    const hourly = { name: 'hourly', cron: '0 * * * *', timezone: 'Asia/Riyadh', job }
    journal.setSchedules([hourly])
    expect(journal.schedules()).toEqual([{ ...hourly, nextAt: '2026-01-01T01:00:00.000Z' }])
    journal.fire()
    expect(journal.runs({})).toEqual([])
    now = Date.UTC(2026, 0, 1, 5, 30)
    // What is as it was keeps its time; the job may change.
    journal.setSchedules([{ ...hourly, job: { ...job, streams: ['queues'] } }])
    journal.fire()
    journal.fire()
    expect(journal.runs({})).toMatchObject([{ schedule: 'hourly', state: 'queued', job: { streams: ['queues'] } }])
    expect(journal.schedules()).toMatchObject([{ nextAt: '2026-01-01T06:00:00.000Z' }])
    now = Date.UTC(2026, 0, 1, 6, 30)
    journal.fire()
    expect(journal.runs({})).toHaveLength(1)
    journal.close()
  }))

test('a connector may have a higher limit, and the oldest run within limits goes first', () =>
  inFolder(async (folder) => {
    const journal = await openJournal(join(folder, 'engine.db'), () => 0)
    const ids = ['desk', 'desk', 'shop', 'shop'].map((connector) => journal.add({ ...job, connector }))
    const concurrency = { perConnector: 1, connectors: { shop: 2 } }
    const claimed = [1, 2, 3, 4].map(() => journal.claim(concurrency, 1_000)?.id)
    expect(claimed).toEqual([ids[0], ids[2], ids[3], undefined])
    journal.close()
  }))

test('only its owner can read a journal, and another program’s file is left as it is', () =>
  inFolder(async (folder) => {
    const path = join(folder, 'engine.db')
    await (await localEngine({ path })).close()
    expect((await stat(path)).mode & 0o077).toBe(0)
    const other = join(folder, 'other.db')
    new Sqlite(other).exec('CREATE TABLE notes (text TEXT)').close()
    await expect(localEngine({ path: other })).rejects.toMatchObject({
      message: expect.stringContaining('another program') as string,
    })
    await writeFile(join(folder, 'text.txt'), 'no database'.repeat(1_000))
    await expect(localEngine({ path: join(folder, 'text.txt') })).rejects.toMatchObject({ code: 'invalid_options' })
    await expect(localEngine({ path: join(folder, 'no', 'engine.db') })).rejects.toMatchObject({ code: 'invalid_options' })
  }))
