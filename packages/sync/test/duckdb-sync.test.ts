import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { type RunReport, sync, type SyncOptions } from '@portico/sync'
import { duckdbDestination, openDuckdb } from '@portico/sync/duckdb'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { deskSource } from './fixture/desk-source.ts'
import { type DeskVendor, deskVendor, ticket } from './fixture/desk-vendor.ts'

let vendor: DeskVendor
let folder: string
// Starting DuckDB takes longer than most of the tests, so that they share one.
let instance: DuckDBInstance
let reader: DuckDBConnection
let dataset: string
let tests = 0
const file = (): string => join(folder, 'w.duckdb')
const open = async (): Promise<void> => {
  instance = await openDuckdb({ path: file() })
  reader = await instance.connect()
}
const close = (): void => {
  reader.closeSync()
  instance.closeSync()
}
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portico-sync-'))
  await open()
})
beforeEach(async () => {
  vendor = await deskVendor()
  dataset = `desk${++tests}`
})
afterEach(() => vendor.close())
afterAll(async () => {
  close()
  await rm(folder, { recursive: true, force: true })
})

async function run(options: Partial<SyncOptions> & { readonly streams: readonly string[] }): Promise<RunReport> {
  const source = deskSource(vendor.origin)
  const destination = await duckdbDestination({ path: file(), dataset })
  try {
    return await sync({ source, destination, ...options })
  } finally {
    await source.close()
    await destination.close()
  }
}

/** `desk` is the test's dataset. */
async function query(sql: string): Promise<unknown[][]> {
  return (await reader.runAndReadAll(sql.replaceAll(/\bdesk\b/g, dataset))).getRowsJson()
}

test('a first sync reads everything, the next one what is new, and equal timestamps merge by key', async () => {
  vendor.tickets.push(...Array.from({ length: 25 }, (_, index) => ticket(index + 1)))
  const first = await run({ streams: ['tickets'] })
  expect(first).toMatchObject({
    status: 'succeeded',
    streams: [{ stream: 'tickets', reading: 'full', mode: 'append_dedup', read: 25, landed: 25, pages: 3 }],
  })
  vendor.tickets[3] = ticket(4, { subject: 'Changed', updated_at: '2026-02-01T00:00:00Z' })
  vendor.tickets.push(ticket(26, { updated_at: '2026-02-01T00:00:00Z' }))
  vendor.asked.length = 0
  const second = await run({ streams: ['tickets'] })
  // Ticket 25 has the saved stamp: it is read again, and merged.
  expect(second).toMatchObject({ streams: [{ reading: 'incremental', read: 3, landed: 3 }] })
  expect(vendor.asked[0]!.query['since']).toBe('2026-01-01T00:00:25Z')
  expect(await query('SELECT count(*), count(DISTINCT id) FROM desk.tickets')).toEqual([['26', '26']])
  const [row] = await query('SELECT subject, score, open, labels, updated_at::VARCHAR FROM desk.tickets WHERE id = 4')
  expect(row).toEqual(['Changed', 2, true, '[{"name":"printer"}]', expect.stringContaining('2026-02-01')])
  const columns = await query("SELECT column_name FROM duckdb_columns() WHERE table_name = 'tickets' AND schema_name = 'desk'")
  expect(columns.flat()).toEqual(['id', 'queue', 'subject', 'score', 'open', 'labels', 'updated_at'])
  // What landed is in the file, and nothing beside it.
  close()
  expect(await readdir(folder)).toEqual(['w.duckdb'])
  await open()
  expect(await query('SELECT count(*) FROM desk.tickets')).toEqual([['26']])
})

test('an overwrite shows readers the old table until the new one is complete, and resumes where it was interrupted', async () => {
  vendor.tickets.push(...Array.from({ length: 25 }, (_, index) => ticket(index + 1)))
  expect((await run({ streams: ['allTickets'] })).status).toBe('succeeded')
  vendor.tickets.splice(0, 5)
  vendor.fault = ({ query: { after } }, response) => {
    if (after !== '10') return false
    response.writeHead(403).end('{}')
    return true
  }
  const failed = await run({ streams: ['allTickets'], batch: { rows: 5 } })
  expect(failed).toMatchObject({ status: 'failed', streams: [{ error: { code: 'forbidden' } }] })
  expect(await query('SELECT count(*) FROM desk.all_tickets')).toEqual([['25']])
  vendor.fault = undefined
  vendor.asked.length = 0
  const resumed = await run({ streams: ['allTickets'] })
  expect(resumed).toMatchObject({ status: 'succeeded', streams: [{ resumed: true, pages: 1 }] })
  expect(vendor.asked.map(({ query: { after } }) => after)).toEqual(['10'])
  expect(await query('SELECT count(*), min(id) FROM desk.all_tickets')).toEqual([['20', '6']])
  const generations = "SELECT table_name FROM duckdb_tables() WHERE table_name LIKE '%__g%' AND schema_name = 'desk'"
  expect(await query(generations)).toEqual([])
  // One that is given up leaves nothing behind either.
  await run({ streams: ['allTickets'], pauseWhen: () => true })
  expect(await query(generations)).toEqual([['all_tickets__g3']])
  await run({ streams: ['allTickets'], full: true })
  expect(await query(generations)).toEqual([])
})

test('slices have their own cursors, one added later is read from its start, and a child reads its parent’s slices', async () => {
  vendor.tickets.push(ticket(1), ticket(2, { queue: 'b' }), ticket(3, { queue: 'b/c' }))
  const streams = ['chosenTickets', 'queuedTickets', 'queues']
  const settings = { queues: ['a', 'b', 'b/c'] }
  expect(await run({ streams, settings })).toMatchObject({
    status: 'succeeded',
    streams: [{ landed: 3, slices: { done: 3 } }, { landed: 3, slices: { done: 3 } }, { landed: 3 }],
  })
  vendor.tickets.push(ticket(4, { queue: 'b' }), ticket(5, { queue: 'old', updated_at: '2020-01-01T00:00:00Z' }))
  vendor.asked.length = 0
  const more = { queues: [...settings.queues, 'old'] }
  expect(await run({ streams: ['chosenTickets', 'queuedTickets'], settings: more })).toMatchObject({
    streams: [{ read: 5 }, { read: 5 }],
  })
  const since = vendor.asked.filter(({ path }) => path !== '/queues').map(({ query: { since: at } }) => at ?? 'its beginning')
  for (const asked of [since.slice(0, 4), since.slice(4)]) {
    expect(asked.toSorted()).toEqual(['2026-01-01T00:00:01Z', '2026-01-01T00:00:02Z', '2026-01-01T00:00:03Z', 'its beginning'])
  }
  for (const table of ['chosen_tickets', 'queued_tickets']) {
    expect(await query(`SELECT count(*), count(DISTINCT id) FROM desk.${table}`)).toEqual([['5', '5']])
  }
})

test('a tombstone removes its record, or marks it', async () => {
  vendor.tickets.push(ticket(1), ticket(2))
  await run({ streams: ['tickets'] })
  await run({ streams: ['chosenTickets'], settings: { queues: ['a'] }, deletes: 'soft' })
  const gone = { id: 2, deleted: true, updated_at: '2026-01-02T00:00:00Z' }
  vendor.tickets[1] = { ...gone, queue: 'a' } as never
  expect(await run({ streams: ['tickets'] })).toMatchObject({ streams: [{ deleted: 1 }] })
  await run({ streams: ['chosenTickets'], settings: { queues: ['a'] }, deletes: 'soft' })
  expect(await query('SELECT id FROM desk.tickets')).toEqual([['1']])
  expect(await query('SELECT id, _portico_deleted_at IS NOT NULL FROM desk.chosen_tickets ORDER BY id')).toEqual([
    ['1', false],
    ['2', true],
  ])
})

test('a record that says it is deleted is removed, or kept whole with a mark, from the first reading on', async () => {
  vendor.tickets.push(ticket(1), ticket(2))
  const marks = 'SELECT id, subject, _portico_deleted_at IS NOT NULL FROM desk.closed_tickets ORDER BY id'
  for (const _ of [1, 2]) {
    await run({ streams: ['closedTickets'], deletes: 'soft' })
    expect(await query(marks)).toEqual([
      ['1', 'Ticket 1', false],
      ['2', 'Ticket 2', true],
    ])
  }
  expect(await run({ streams: ['closedTickets'] })).toMatchObject({ streams: [{ landed: 1, deleted: 1 }] })
  expect(await query('SELECT id FROM desk.closed_tickets')).toEqual([['1']])
  dataset = 'closed_log'
  await run({ streams: ['closedTickets'], mode: 'append' })
  expect(await query('SELECT id, "open" FROM desk.closed_tickets ORDER BY id')).toEqual([
    ['1', false],
    ['2', true],
  ])
})
