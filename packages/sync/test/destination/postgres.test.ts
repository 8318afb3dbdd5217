import { randomUUID } from 'node:crypto'
import { type Destination, sync } from '@portico/sync'
import { metricsObserver } from '@portico/sync/freshness'
import { postgresDestination } from '@portico/sync/postgres'
import { testPostgres } from '@portico/tools/postgres'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deskSource } from '../fixture/desk-source.ts'
import { deskVendor, ticket as deskTicket } from '../fixture/desk-vendor.ts'
import { destinationContract } from './contract.ts'
import { batch, landing, ticket } from './landing.ts'

// A connection costs the server more than most of what is asked over one.
let client: pg.Client
beforeAll(async () => {
  client = new pg.Client({ connectionString: await testPostgres() })
  await client.connect()
})
afterAll(() => client.end())

async function place() {
  const url = await testPostgres()
  const prefix = `s${randomUUID().slice(0, 8)}_`
  const opened = new Map<string, Destination>()
  return {
    schema: (dataset: string) => prefix + dataset,
    zero: '\ufffd',
    unfitNames: ['xmin'],
    /** Whoever opens a stream of it reads what is saved anew; a connection for each would cost more than the rest. */
    async open(dataset: string): Promise<Destination> {
      const destination = opened.get(prefix + dataset) ?? (await postgresDestination({ url, dataset: prefix + dataset }))
      opened.set(prefix + dataset, destination)
      return { ...destination, close: async () => undefined }
    },
    async rows(dataset: string) {
      const { rows } = await client.query<{ row: Record<string, unknown> }>(
        `SELECT to_jsonb(t) AS row FROM ${prefix}${dataset}.desk_tickets t ORDER BY id`,
      )
      return rows.map(({ row }) => row)
    },
    async isThere(dataset: string) {
      const { rows } = await client.query('SELECT FROM pg_namespace WHERE nspname = $1', [prefix + dataset])
      return rows.length > 0
    },
    async close() {
      await Promise.all([...opened.values()].map((destination) => destination.close()))
      for (const schema of opened.keys()) await client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`)
    },
  }
}

destinationContract('postgres', place)

test('no error has the password, and an unreachable server is reported as such', async () => {
  const url = 'postgres://loader:hunter2hunter2@127.0.0.1:1/warehouse'
  const error = await postgresDestination({ url, dataset: 'desk' }).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({
    code: 'destination_unavailable',
    message: expect.stringContaining('postgres://loader@127.0.0.1:1/warehouse') as string,
  })
  expect(JSON.stringify(error) + String(error)).not.toContain('hunter2')
  await expect(postgresDestination({ url: 'warehouse', dataset: 'desk' })).rejects.toMatchObject({ code: 'invalid_options' })
})

test('a name that PostgreSQL would truncate is refused: the next run would not find it', async () => {
  const { open, close } = await place()
  const destination = await open('desk')
  for (const [name, fits] of [
    ['ü'.repeat(31), true],
    ['ü'.repeat(32), false],
  ] as const) {
    const opened = destination.open({ ...landing, columns: [...landing.columns, { name, type: 'text' }] })
    if (fits) await opened
    else
      await expect(opened).rejects.toMatchObject({
        code: 'destination_refused',
        message: expect.stringContaining(name) as string,
      })
  }
  await close()
})

test('a permanent failure is not retried: a key too long for an index, two keys that PostgreSQL takes for one', async () => {
  const { open, close } = await place()
  const destination = await open('desk')
  const columns = [...landing.columns, { name: 'key', type: 'text' as const }]
  const writer = await destination.open({ ...landing, columns, primaryKey: ['key'] })
  const long = Array.from({ length: 9_000 }, (_, index) => (index * 7919).toString(36)).join('')
  for (const keys of [[long], ['a\0b', 'a\ufffdb']]) {
    const records = keys.map((key, index) => ticket(index, { key }))
    await expect(writer.land(batch({ records }))).rejects.toMatchObject({ code: 'destination_refused' })
  }
  await close()
})

test('a read-only database is reported as such', async () => {
  const url = new URL(await testPostgres())
  url.searchParams.set('options', '-c default_transaction_read_only=on')
  const destination = await postgresDestination({ url: url.href, dataset: `s${randomUUID().slice(0, 8)}` })
  expect(await destination.status()).toEqual([])
  await expect(destination.open(landing)).rejects.toMatchObject({
    code: 'destination_unavailable',
    message: expect.stringContaining('read-only') as string,
  })
  await destination.close()
})

test('of two tenants that create a dataset at once, one gets it', async () => {
  const [url, dataset] = [await testPostgres(), `s${randomUUID().slice(0, 8)}`]
  const [one, other] = await Promise.all([postgresDestination({ url, dataset }), postgresDestination({ url, dataset })])
  const opened = await Promise.allSettled([
    one.open(landing),
    other.open({ ...landing, owner: { ...landing.owner, tenantId: 'other' } }),
  ])
  expect(opened.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(opened.find((each) => each.status === 'rejected')!.reason).toMatchObject({ code: 'dataset_taken' })
  await Promise.all([one.close(), other.close()])
  await client.query(`DROP SCHEMA ${dataset} CASCADE`)
})

test('an overwrite keeps what people have granted on the table and built on it', async () => {
  const { open, close, schema } = await place()
  const destination = await open('desk')
  const [table, role] = [`${schema('desk')}.desk_tickets`, schema('reader')]
  const overwritten = async (generation: number, more: object, columns = landing.columns): Promise<void> => {
    const writer = await destination.open({ ...landing, mode: 'overwrite', columns })
    const whole = { generation, startsGeneration: true, completesGeneration: true }
    await writer.land(batch({ ...whole, records: [ticket(generation, more)] }))
  }
  const first = async (text: string) => ((await client.query<Record<string, unknown>[]>(text)).rows as unknown[])[0]
  await overwritten(1, {})
  await client.query(`CREATE ROLE ${role}; GRANT SELECT ON ${table} TO ${role}; GRANT UPDATE (subject) ON ${table} TO ${role}`)
  await overwritten(2, {})
  expect(
    await first(
      `SELECT id, has_table_privilege('${role}', '${table}', 'SELECT') AS reads, has_table_privilege('${role}', '${table}', 'DELETE') AS deletes,
              has_column_privilege('${role}', '${table}', 'subject', 'UPDATE') AS writes FROM ${table}`,
    ),
  ).toEqual({ id: '2', reads: true, deletes: false, writes: true })
  await client.query(`CREATE INDEX by_subject ON ${table} (subject)`)
  await overwritten(3, {})
  expect(await first(`SELECT to_regclass('${schema('desk')}.by_subject') IS NOT NULL AS there FROM ${table}`)).toEqual({
    there: true,
  })
  await client.query(`DROP INDEX ${schema('desk')}.by_subject; CREATE VIEW ${table}_view AS SELECT id FROM ${table}`)
  await overwritten(4, { added: 'new' }, [...landing.columns, { name: 'added', type: 'text' }])
  expect(await first(`SELECT v.id, t.added FROM ${table}_view v JOIN ${table} t USING (id)`)).toEqual({ id: '4', added: 'new' })
  await client.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
  await destination.close()
  await close()
})

test('a database lost during a run is reported as retryable, and to every observer', async () => {
  const name = `s${randomUUID().slice(0, 8)}`
  const url = new URL(await testPostgres())
  url.searchParams.set('application_name', name)
  const vendor = await deskVendor()
  vendor.tickets.push(deskTicket(1))
  vendor.hold = async () => {
    await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1', [name])
  }
  const source = deskSource(vendor.origin)
  const destination = await postgresDestination({ url: url.href, dataset: name })
  const told: string[] = []
  const observers = [
    metricsObserver({ source, destination }),
    { runEnded: ({ status }: { status: string }) => void told.push(status) },
  ]
  const { streams } = await sync({ source, destination, streams: ['tickets'], observers })
  expect([streams[0]!.error, told]).toMatchObject([{ code: 'destination_unavailable', retryable: true }, ['failed']])
  await expect(destination.status()).rejects.toMatchObject({ name: 'SyncError', code: 'destination_unavailable' })
  await Promise.all([source.close(), vendor.close(), destination.close()])
  await client.query(`DROP SCHEMA ${name} CASCADE`)
})
