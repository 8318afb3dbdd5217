import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { planStreams, sync, type SyncOptions } from '@portico/sync'
import { type Backfill, backfillRunbook, planBackfill } from '@portico/sync/backfill'
import { jsonlDestination, readManifest } from '@portico/sync/files'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { deskSource } from './fixture/desk-source.ts'
import { type DeskVendor, deskVendor, ticket } from './fixture/desk-vendor.ts'

let vendor: DeskVendor
let folder: string
let dataset: string
let tests = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portico-backfill-'))
})
beforeEach(async () => {
  vendor = await deskVendor()
  dataset = `desk${++tests}`
})
afterEach(() => vendor.close())
afterAll(() => rm(folder, { recursive: true }))

const [plan] = planStreams(deskSource('http://127.0.0.1:1').source, ['tickets'])
const job = { connector: 'desk', tenantId: 'acme', account: 'default', streams: ['tickets'], to: 'duckdb:/w', dataset: 'desk' }
const stated: Backfill = { job, from: '2026-01-01', to: '2026-03-01', everyMs: 30 * 86_400_000, name: 'backfill' }

test('ranges are contiguous, cover exactly what was asked for, and are the same runs when asked for again', () => {
  const times = fc.integer({ min: 0, max: 1_700_000_000 })
  fc.assert(
    fc.property(
      times,
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.integer({ min: 1_000, max: 1_000_000_000 }),
      (at, length, every) => {
        const [from, to] = [at * 1_000, (at + length) * 1_000].map((ms) => new Date(ms).toISOString()) as [string, string]
        fc.pre((length * 1_000) / every <= 100)
        const ranges = planBackfill(plan!, { ...stated, from, to, everyMs: every })
        const bounds = ranges.map(({ job: { range } }) => range!)
        expect([bounds[0]!.from, bounds.at(-1)!.to]).toEqual([from, to])
        bounds.slice(1).forEach((range, index) => expect(range.from).toBe(bounds[index]!.to))
        expect(new Set(ranges.map(({ id }) => id)).size).toBe(ranges.length)
        expect(planBackfill(plan!, { ...stated, from, to, everyMs: every })).toEqual(ranges)
        const renamed = planBackfill(plan!, { ...stated, from, to, everyMs: every, name: 'again' })
        expect(renamed[0]!.id).not.toBe(ranges[0]!.id)
      },
    ),
    { numRuns: 30 },
  )
})

test.each([
  ['no cursor', 'queues', {}, 'it has no cursor'],
  ['no time', 'tickets', { from: '01.02.2026' }, 'is not a time'],
  ['a time without its zone', 'tickets', { to: '2026-01-31T12:00' }, 'is not a time'],
  ['an end in the future', 'tickets', { to: '2999-01-01' }, 'is in the future'],
  ['an end before its start', 'tickets', { to: '2025-01-01' }, 'from is not before to'],
  ['ranges without end', 'tickets', { everyMs: 1 }, 'more than 10000 ranges'],
])('%s is refused', (_, stream, wrong, message) => {
  const [other] = planStreams(deskSource('http://127.0.0.1:1').source, [stream])
  expect(() => planBackfill(other!, { ...stated, ...wrong })).toThrow(message)
})

test('the runbook says who owns a backfill, what it reads, and how to undo it', () => {
  const page = backfillRunbook(plan!, stated, planBackfill(plan!, stated), 'portico backfill desk')
  for (const part of [
    '| Owner | Support |',
    '## Rollback',
    '## Backfill',
    '## Limits',
    '`updated_at` from 2026-01-01 up to 2026-03-01',
  ]) {
    expect(page).toContain(part)
  }
})

const run = async (options: Partial<SyncOptions>) => {
  const source = deskSource(vendor.origin)
  const destination = await jsonlDestination({ folder, dataset })
  try {
    return await sync({ source, destination, streams: ['tickets'], ...options })
  } finally {
    await source.close()
    await destination.close()
  }
}
const stateOf = async () => (await readManifest(join(folder, dataset, 'tickets')))!.state as Record<string, unknown>
const range = { from: '2026-01-01T00:00:03Z', to: '2026-01-01T00:00:05Z' }

test('a range reads from its start to before its end, stops asking there, and moves neither cursor nor freshness', async () => {
  vendor.tickets.push(...Array.from({ length: 30 }, (_, index) => ticket(index + 1)))
  await run({})
  const before = await stateOf()
  vendor.asked.length = 0
  const report = await run({ range, mode: 'append_dedup' })
  expect(report).toMatchObject({ status: 'succeeded', streams: [{ landed: 2, pages: 1 }] })
  expect(vendor.asked[0]!.query['since']).toBe(range.from)
  expect(await stateOf()).toMatchObject({ cursor: before['cursor'], completedAt: before['completedAt'], pass: null })
})

test('the next sync does not resume an interrupted range: it reads what lies outside it', async () => {
  vendor.tickets.push(...Array.from({ length: 30 }, (_, index) => ticket(index + 1)))
  const cut = await run({
    range: { from: '2026-01-01T00:00:15Z' },
    mode: 'append_dedup',
    pauseWhen: () => true,
    batch: { rows: 1 },
  })
  expect(cut).toMatchObject({ status: 'paused', streams: [{ landed: 10 }] })
  expect(await run({})).toMatchObject({ status: 'succeeded', streams: [{ resumed: false, landed: 30 }] })
  expect(await stateOf()).toMatchObject({ cursor: '2026-01-01T00:00:30Z' })
})

test('a range can’t replace a table, even where the stream’s own default would', async () => {
  await expect(run({ range, full: true })).rejects.toMatchObject({ code: 'invalid_options' })
  await expect(run({ range, mode: 'overwrite' })).rejects.toMatchObject({ code: 'invalid_options' })
})
