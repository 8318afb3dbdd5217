import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DuckDBInstance } from '@duckdb/node-api'
import { bearer, defineVendor } from '@portico/core'
import { defineSource, stream } from '@portico/core/streams'
import { type Destination, type SourceReader, sync } from '@portico/sync'
import { duckdbDestination, openDuckdb } from '@portico/sync/duckdb'
import { jsonlDestination } from '@portico/sync/files'
import { createLineage, lineageObserver, type RunEvent } from '@portico/sync/lineage'
import { postgresDestination } from '@portico/sync/postgres'
import { testPostgres } from '@portico/tools/postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { readSuite } from '../src/index.ts'
import { checkpointGate } from '../src/sync.ts'
import { withPostgres } from './fixture/postgres.ts'

const shop = defineVendor({
  id: 'shop',
  title: { en: 'Shop', ar: 'متجر' },
  vendorVersion: '1',
  origins: { api: 'https://shop.example' },
  auth: { token: bearer() },
  failures: { read: () => ({}), codes: {} },
  defaults: { timeoutMs: 1_000, retry: { attempts: 1 }, sensitivity: 'S1' },
  facts: { source: 'https://shop.example', verifiedAt: '2026-11-28' },
})

const stated = {
  title: { en: 'Orders', ar: 'طلبات' },
  record: z.object({ id: z.int(), amount: z.number(), email: z.string().nullable(), at: z.iso.datetime() }),
  primaryKey: ['id'],
  deletes: 'unseen',
  freshness: '1h',
  owner: 'Sales',
  consumers: [{ name: 'Monthly statement', kind: 'report' }],
  sensitivity: 'S1',
  sensitiveFields: { email: 'S3' },
  schemaChanges: 'evolve',
} as const
const growing = {
  field: 'at',
  since: 'since',
  precision: 's',
  boundary: 'inclusive',
  order: 'ascending',
  state: 'global',
} as const

const source = defineSource(shop, {
  version: '1.0.0',
  streams: {
    orders: stream(shop, 'GET /orders', { ...stated, summary: 'Orders.', cursor: growing }),
    allOrders: stream(shop, 'GET /all-orders', { ...stated, summary: 'All orders.' }),
    drafts: stream(shop, 'GET /drafts', { ...stated, summary: 'Drafts.', consumers: [], sensitiveFields: {} }),
  },
})

const suite = readSuite(
  JSON.stringify({
    name: 'orders',
    expectations: [
      { type: 'expect_column_values_to_be_unique', kwargs: { column: 'id' } },
      { type: 'expect_column_values_to_be_between', kwargs: { column: 'amount', min_value: 0, max_value: 100 } },
      { type: 'expect_column_values_to_not_be_null', kwargs: { column: 'email' } },
    ],
  }),
)

const order = (id: number, more: object = {}) => ({ id, amount: id, email: `${id}@shop.example`, at: stamp(id), ...more })
const stamp = (second: number): string => new Date(Date.UTC(2026, 0, 1) + second * 1_000).toISOString()

/** A source in memory: what is asked for since a time comes, in its order. */
const readerOf = (records: readonly { readonly at: string }[]): SourceReader => ({
  source,
  tenantId: 'acme',
  account: 'default',
  async *pages({ since }) {
    const found = records.filter(({ at }) => since === undefined || Date.parse(at) >= Date.parse(String(since)))
    yield { records: found.toSorted((one, other) => one.at.localeCompare(other.at)), next: undefined, bytes: 1, waitedMs: 0 }
  },
  redact: (value) => value,
  close: async () => undefined,
})

const folder = { path: '' }
const duckdbFile = (): string => join(folder.path, 'warehouse.duckdb')
// What opens the file by this name shares it, so that it is started once.
let duckdb: DuckDBInstance
let lines: Promise<Destination> | undefined
beforeAll(async () => {
  folder.path = await mkdtemp(join(tmpdir(), 'portico-gate-'))
  duckdb = await openDuckdb({ path: duckdbFile() })
})
afterAll(async () => {
  await (await lines)?.close()
  duckdb.closeSync()
  await rm(folder.path, { recursive: true, force: true })
})

/** Runs a sync with the gate, and gives what it told beside its report. */
async function gated(destination: Destination, name: string, records: readonly { readonly at: string }[]) {
  const told = { events: [] as object[], incidents: [] as object[], metrics: [] as unknown[], lineage: [] as RunEvent[] }
  const lineage = createLineage({
    namespace: 'portico',
    transport: { send: async (event) => void told.lineage.push(event), close: async () => undefined },
  })
  const gate = checkpointGate({
    suites: { orders: suite, allOrders: suite, drafts: suite },
    events: { publish: (event) => void told.events.push(event.data) },
    incidents: { report: (incident) => void told.incidents.push(incident) },
    telemetry: { measure: (...metric) => void told.metrics.push(metric) },
  })
  const reader = readerOf(records)
  const observer = lineageObserver(lineage, { source: reader, output: (table) => ({ namespace: 'test', name: table }) })
  try {
    const report = await sync({ source: reader, destination, streams: [name], gates: [gate], observers: [observer] })
    return { ...told, stream: report.streams[0]! }
  } finally {
    await destination.close()
  }
}

interface Place {
  open(): Promise<Destination>
  ids(): Promise<unknown[]>
}

const places: readonly (readonly [string, (table: string) => Promise<Place>])[] = [
  [
    'DuckDB',
    async (table) => {
      return {
        open: () => duckdbDestination({ path: duckdbFile(), dataset: 'shop' }),
        async ids() {
          const connection = await duckdb.connect()
          const rows = await connection.runAndReadAll(`select id::int from warehouse.shop.${table} order by 1`)
          connection.closeSync()
          return rows.getRows().flat()
        },
      }
    },
  ],
  [
    'PostgreSQL',
    async (table) => {
      const url = await testPostgres()
      return {
        open: () => postgresDestination({ url, dataset: 'quality_gate' }),
        ids: () =>
          withPostgres('quality_gate_reader', async (client) => {
            const { rows } = await client.query<{ id: string }>(`select id from quality_gate.${table} order by 1`)
            return rows.map(({ id }) => Number(id))
          }),
      }
    },
  ],
  [
    'JSON lines',
    async (table) => {
      const at = join(folder.path, 'shop', table)
      lines ??= jsonlDestination({ folder: folder.path, dataset: 'shop' })
      return {
        // Each opening would start a DuckDB of its own.
        open: async () => ({ ...(await lines!), close: async () => undefined }),
        async ids() {
          const { files } = JSON.parse(await readFile(join(at, 'manifest.json'), 'utf8')) as { files: { name: string }[] }
          const texts = await Promise.all(files.map(({ name }) => readFile(join(at, name), 'utf8')))
          const rows = texts.join('').trim().split('\n')
          return rows.map((line) => (JSON.parse(line) as { id: number }).id).toSorted((one, other) => one - other)
        },
      }
    },
  ],
]

afterAll(() => withPostgres('quality_gate', async () => undefined))

describe.each(places)('in a sync to %s', (_, placeOf) => {
  test.each(['orders', 'allOrders'])(
    '%s that do not pass stay behind the gate, gravely or less, until they are fixed',
    async (name) => {
      const place = await placeOf(name === 'orders' ? 'orders' : 'all_orders')
      const first = await gated(await place.open(), name, [order(1), order(2)])
      expect(first.stream).toMatchObject({ status: 'succeeded', error: undefined })
      expect(first.events).toEqual([expect.objectContaining({ dataset: `shop.${name}`, success: true, evaluated: 3, failed: 0 })])
      expect(first.incidents).toEqual([])

      const personal = await gated(await place.open(), name, [order(1), order(2), order(3, { email: null })])
      expect(personal.stream).toMatchObject({
        status: 'failed',
        error: { code: 'checkpoint_failed', severity: 'V3', message: expect.stringContaining('not_be_null(email)') },
      })
      expect(personal.incidents).toMatchObject([
        { tenantId: 'acme', source: 'gate', kind: 'checkpoint_failed', subject: `shop.${name}`, severity: 'V3' },
      ])
      expect(personal.metrics).toMatchObject([['portico.quality.checkpoints', 1, { 'portico.severity': 'V3' }]])
      expect(personal.events).toMatchObject([{ success: false, severity: 'V3' }])
      const last = personal.lineage.at(-1)!
      expect(last.eventType).toBe('FAIL')
      expect(last.inputs[0]!.inputFacets['dataQualityAssertions']).toMatchObject({
        assertions: expect.arrayContaining([
          { assertion: 'expect_column_values_to_not_be_null', success: false, column: 'email', severity: 'error' },
        ]),
      })
      expect(await place.ids()).toEqual([1, 2])

      const consumed = await gated(await place.open(), name, [order(1), order(2), order(3), order(4, { amount: 101 })])
      expect(consumed.stream.error).toMatchObject({ code: 'checkpoint_failed', severity: 'V2' })
      expect(await place.ids()).toEqual([1, 2])

      const mended = [order(1), order(2), order(3), order(4, { at: stamp(9) })]
      expect((await gated(await place.open(), name, mended)).stream.status).toBe('succeeded')
      expect(await place.ids()).toEqual([1, 2, 3, 4])
    },
  )
})

test('a dataset without consumers or personal data fails with V1', async () => {
  const place = await places[0]![1]('drafts')
  const failed = await gated(await place.open(), 'drafts', [order(1), order(2, { amount: -1 })])
  expect(failed.stream.error).toMatchObject({ severity: 'V1' })
})
