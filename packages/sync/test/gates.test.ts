import type { DuckDBConnection } from '@duckdb/node-api'
import { type Destination, sync, type SyncGate, type SyncOptions } from '@portico/sync'
import { type DuckdbLandedTable, duckdbDestination } from '@portico/sync/duckdb'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { duckdbOfFile } from './fixture/duckdb-of-file.ts'
import { deskSource } from './fixture/desk-source.ts'
import { type DeskVendor, deskVendor, ticket } from './fixture/desk-vendor.ts'

let vendor: DeskVendor
const place = duckdbOfFile()
let dataset: string
let destination: Destination
let connection: DuckDBConnection
let broken = false
beforeEach(async () => {
  vendor = await deskVendor()
  const taken = place()
  dataset = taken.dataset
  destination = await duckdbDestination(taken)
  broken = false
})
afterEach(async () => {
  await destination.close()
  await vendor.close()
})

/** Refuses a table in which a subject is bad, of every stream but the queues. */
const noBadSubject: SyncGate = {
  concerns: ({ name }) => name !== 'queues',
  async check(landed) {
    connection = (landed as DuckdbLandedTable).connection
    if (broken) throw new Error('no answer')
    const table = landed.path.map((part) => `"${part}"`).join('.')
    const counted = await connection.runAndReadAll(`SELECT count(*)::INT FROM ${table} WHERE subject = 'bad'`)
    const bad = counted.getRows()[0]![0]
    const assertions = [{ assertion: 'no_bad_subject', success: bad === 0 }]
    return bad === 0
      ? { passed: true, assertions }
      : { passed: false, assertions, refusal: { reason: `${String(bad)} bad subjects`, severity: 'V3' } }
  },
}

async function run(stream: string, options: Partial<SyncOptions> = {}) {
  const source = deskSource(vendor.origin)
  try {
    const report = await sync({ source, destination, streams: [stream], gates: [noBadSubject], ...options })
    return report.streams[0]!
  } finally {
    await source.close()
  }
}

async function live(table: string): Promise<unknown[]> {
  return (await connection.runAndReadAll(`SELECT id::INT FROM ${dataset}.${table} ORDER BY id`)).getRows().flat()
}

const bad = (id: number) => ticket(id, { subject: 'bad' })
const good = (id: number, second: number) =>
  ticket(id, { updated_at: new Date(Date.UTC(2026, 1, 1) + second * 1_000).toISOString() })

test('a refused increment waits, later ones add to it, and readers see all of it once it passes', async () => {
  vendor.tickets.push(ticket(1), ticket(2))
  expect(await run('tickets')).toMatchObject({ status: 'succeeded', assertions: [{ success: true }] })
  expect(await live('tickets')).toEqual([1, 2])
  vendor.tickets.push(bad(3))
  const refused = await run('tickets', { batch: { rows: 1 } })
  expect(refused).toMatchObject({
    status: 'failed',
    assertions: [{ assertion: 'no_bad_subject', success: false }],
    error: { code: 'checkpoint_failed', severity: 'V3', retryable: false, message: expect.stringContaining('1 bad subjects') },
  })
  expect(await live('tickets')).toEqual([1, 2])
  const [standing] = await destination.status()
  expect(standing).toMatchObject({ state: { cursor: '2026-01-01T00:00:03Z', pass: null, staged: 2 } })
  vendor.tickets.push(good(4, 1))
  expect(await run('tickets')).toMatchObject({ status: 'failed', read: 2 })
  expect(await live('tickets')).toEqual([1, 2])
  vendor.tickets[2] = good(3, 2)
  expect(await run('tickets')).toMatchObject({ status: 'succeeded', reading: 'incremental', read: 2 })
  expect(await live('tickets')).toEqual([1, 2, 3, 4])
  expect((await destination.status())[0]!.state).not.toHaveProperty('staged')
  vendor.tickets.push({ ...good(5, 3), subject: 'bad' })
  await run('tickets')
  // Whoever takes the gate away shows what waited behind it.
  expect(await run('tickets', { gates: [] })).toMatchObject({ status: 'succeeded', assertions: [] })
  expect(await live('tickets')).toEqual([1, 2, 3, 4, 5])
})

test('the next run reads a refused overwrite again', async () => {
  vendor.tickets.push(ticket(1))
  await run('allTickets')
  vendor.tickets.push(bad(2))
  expect(await run('allTickets')).toMatchObject({ status: 'failed', error: { code: 'checkpoint_failed' } })
  expect(await live('all_tickets')).toEqual([1])
  vendor.tickets[1] = ticket(2)
  expect(await run('allTickets')).toMatchObject({ status: 'succeeded', resumed: false, read: 2 })
  expect(await live('all_tickets')).toEqual([1, 2])
})

test('an overwrite discards what waited, and its cursor, so that nothing is missing after it', async () => {
  vendor.tickets.push(ticket(1))
  await run('tickets')
  vendor.tickets.push(bad(2))
  await run('tickets')
  vendor.tickets[1] = ticket(2)
  vendor.pageSize = 1
  vendor.fault = ({ query: { after } }, response) => {
    if (after === undefined) return false
    response.writeHead(403).end('{}')
    return true
  }
  expect(await run('tickets', { mode: 'overwrite', batch: { rows: 1 } })).toMatchObject({
    error: { code: 'forbidden' },
    landed: 1,
  })
  vendor.fault = undefined
  expect(await live('tickets')).toEqual([1])
  expect(await run('tickets')).toMatchObject({ status: 'succeeded', read: 2 })
  expect(await live('tickets')).toEqual([1, 2])
})

test('a gate that can’t judge moves nothing, and is asked again; a destination that can’t be queried is refused at the start', async () => {
  vendor.tickets.push(ticket(1))
  broken = true
  expect(await run('tickets')).toMatchObject({ status: 'failed', error: { message: expect.stringContaining('no answer') } })
  expect(await live('tickets')).toEqual([])
  broken = false
  expect(await run('tickets')).toMatchObject({ status: 'succeeded', resumed: true, read: 0 })
  expect(await live('tickets')).toEqual([1])
  const deaf: Destination = {
    ...destination,
    open: async (stream) => {
      const writer = await destination.open(stream)
      const { saved, schemaChanges, line } = writer
      return { saved, schemaChanges, line, land: (batch) => writer.land(batch), close: () => writer.close() }
    },
  }
  expect(await run('tickets', { destination: deaf })).toMatchObject({ error: { code: 'invalid_options' } })
  expect(await run('queues', { destination: deaf })).toMatchObject({ assertions: [] })
})
