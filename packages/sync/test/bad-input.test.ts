import { randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bearer, defineVendor } from '@portico/core'
import { defineSource, type Source, stream } from '@portico/core/streams'
import { type Destination, type SourceReader, type StreamReport, sync, type SyncOptions } from '@portico/sync'
import { duckdbDestination, openDuckdb } from '@portico/sync/duckdb'
import { jsonlDestination } from '@portico/sync/files'
import { postgresDestination } from '@portico/sync/postgres'
import { testPostgres } from '@portico/tools/postgres'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import * as z from 'zod'

const desk = defineVendor({
  id: 'desk',
  title: { en: 'Desk', ar: 'مكتب' },
  vendorVersion: '1',
  origins: { api: 'https://desk.example' },
  auth: { token: bearer() },
  failures: { read: () => ({}), codes: {} },
  defaults: { timeoutMs: 1_000, retry: { attempts: 2 }, sensitivity: 'S1' },
  facts: { source: 'https://desk.example', verifiedAt: '2026-11-28' },
})

const priority = z.string().nullish()

function deskOf(more: z.ZodRawShape = {}, field: 'updated_at' | 'changed_at' = 'updated_at'): Source<object> {
  const tickets = stream(desk, 'GET /tickets', {
    summary: 's',
    title: { en: 'Tickets', ar: 'تذاكر' },
    record: z.object({ id: z.int(), subject: z.string(), updated_at: z.iso.datetime(), changed_at: z.iso.datetime(), ...more }),
    primaryKey: ['id'],
    deletes: 'unseen',
    freshness: '1h',
    owner: 'Support',
    consumers: [],
    sensitivity: 'S1',
    schemaChanges: 'freeze',
    cursor: { field, since: 'since', precision: 's', boundary: 'inclusive', order: 'ascending', state: 'global' },
  })
  return defineSource(desk, { version: '1.0.0', streams: { tickets } })
}
const wider = deskOf({ priority })
const ticket = (id: number, more: object = {}) => ({
  id,
  subject: `Ticket ${id}`,
  updated_at: `2026-01-01T00:00:0${id}Z`,
  changed_at: `2026-01-01T00:00:0${id}Z`,
  ...more,
})
const good = [ticket(1), ticket(2)]

/** A place to land in, whose whole content can be compared, and whose saved state can be spoilt. */
interface Place {
  open(): Promise<Destination>
  /** Everything that is kept of the stream: its rows, its columns, its state. */
  content(): Promise<unknown>
  /** Keeps this as the stream's state, and gives what takes it back. */
  keep(state: string): Promise<() => unknown>
  close(): Promise<void>
}

function jsonl(): Place {
  const folder = mkdtempSync(join(tmpdir(), 'portico-bad-'))
  const table = join(folder, 'desk/tickets')
  const manifest = join(table, 'manifest.json')
  return {
    open: () => jsonlDestination({ folder, dataset: 'desk' }),
    content: async () => readdirSync(table).map((name) => [name, readFileSync(join(table, name), 'utf8')]),
    async keep(state) {
      const text = readFileSync(manifest, 'utf8')
      const { state: before } = JSON.parse(text) as { readonly state: unknown }
      const spoilt = text.replace(JSON.stringify(before), () => state)
      writeFileSync(manifest, spoilt)
      return () => writeFileSync(manifest, text)
    },
    close: async () => rmSync(folder, { recursive: true }),
  }
}

async function duckdb(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'portico-bad-'))
  const path = join(folder, 'w.duckdb')
  const instance = await openDuckdb({ path })
  const connection = await instance.connect()
  const rows = async (text: string) => (await connection.runAndReadAll(text)).getRowsJson()
  return {
    open: () => duckdbDestination({ path, dataset: 'desk' }),
    content: async () => [
      await rows('SELECT to_json(t) FROM desk.tickets t ORDER BY ALL'),
      await rows('SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = $$tickets$$'),
      await rows('SELECT * FROM desk._portico_streams'),
      await rows('SELECT * FROM desk._portico_slices'),
    ],
    async keep(state) {
      const [[before]] = (await rows('SELECT state FROM desk._portico_streams')) as [[string]]
      const keep = (text: string) => connection.run('UPDATE desk._portico_streams SET state = $1', [text])
      await keep(state)
      return () => keep(before)
    },
    async close() {
      connection.closeSync()
      instance.closeSync()
      rmSync(folder, { recursive: true })
    },
  }
}

async function postgres(): Promise<Place & { readonly client: pg.Client; readonly dataset: string }> {
  const url = await testPostgres()
  const dataset = `bad_${randomUUID().slice(0, 8)}`
  const client = new pg.Client(url)
  await client.connect()
  const rows = async (text: string) => (await client.query({ text, rowMode: 'array' })).rows as unknown
  return {
    client,
    dataset,
    open: () => postgresDestination({ url, dataset }),
    content: async () => [
      await rows(`SELECT to_json(t) FROM ${dataset}.tickets t ORDER BY id`),
      await rows(`SELECT attname, atttypid FROM pg_attribute WHERE attrelid = '${dataset}.tickets'::regclass AND attnum > 0`),
      await rows(`SELECT * FROM ${dataset}._portico_streams`),
      await rows(`SELECT * FROM ${dataset}._portico_slices`),
    ],
    async keep(state) {
      const [[before]] = (await rows(`SELECT state FROM ${dataset}._portico_streams`)) as [[string]]
      const keep = (text: string) => client.query(`UPDATE ${dataset}._portico_streams SET state = $1`, [text])
      await keep(state)
      return () => keep(before)
    },
    async close() {
      await client.query(`DROP SCHEMA ${dataset} CASCADE`)
      await client.end()
    },
  }
}

interface Asked {
  readonly pages: readonly (readonly object[])[]
  readonly source?: Source<object>
  readonly to?: () => Promise<Destination>
}

/** Syncs pages of records into a place, and keeps what the source was asked for. */
async function run(place: Place, { pages, source = deskOf(), to }: Asked, more: Partial<SyncOptions> = {}) {
  const since: unknown[] = []
  const reader: SourceReader = {
    source,
    tenantId: 'acme',
    account: 'default',
    async *pages(asked) {
      since.push(asked.since)
      for (const [index, records] of pages.entries()) {
        const next = index + 1 < pages.length ? String(index + 1) : undefined
        yield { records: structuredClone(records), next, bytes: 0, waitedMs: 0 }
      }
    },
    redact: (value) => value,
    close: async () => {},
  }
  const destination = await (to ?? place.open)()
  try {
    const { streams } = await sync({ source: reader, destination, streams: ['tickets'], ...more })
    return { since, stream: streams[0]! }
  } finally {
    await destination.close()
  }
}

describe.each([
  ['duckdb', duckdb],
  ['jsonl', async () => jsonl()],
  ['postgres', postgres],
] as const)('a fault is reported in one line, and the stream is unchanged, in %s', (_, open) => {
  let place: Place
  beforeAll(async () => {
    place = await open()
    await run(place, { pages: [good] })
  })
  afterAll(() => place.close())

  async function refused(asked: Asked, more: Partial<SyncOptions> = {}): Promise<StreamReport['error']> {
    const before = await place.content()
    const { stream: report } = await run(place, asked, more)
    expect(report).toMatchObject({ status: 'failed', landed: 0 })
    expect(await place.content()).toEqual(before)
    expect(report.error!.message).not.toContain('\n')
    return report.error
  }

  test('an unknown stream', async () => {
    const before = await place.content()
    await expect(run(place, { pages: [good] }, { streams: ['tickts'] })).rejects.toMatchObject({
      code: 'unknown_stream',
      message: "desk has no stream 'tickts'; it has tickets",
    })
    expect(await place.content()).toEqual(before)
  })

  test.each(['append_dedup', 'overwrite'] as const)('a record without its key, under %s', async (mode) => {
    const { id: _id, ...keyless } = ticket(5)
    expect(await refused({ pages: [[ticket(3)], [ticket(4), keyless]] }, { mode, schemaChanges: 'evolve' })).toMatchObject({
      code: 'missing_primary_key',
      message: expect.stringMatching(/^tickets: record 2 of a page has no id, a part of its primary key \(id\)/) as unknown,
    })
  })

  test('a frozen schema that has changed: the stream’s, and that of arriving records', async () => {
    expect(await refused({ pages: [good], source: wider })).toMatchObject({
      code: 'schema_frozen',
      message: expect.stringMatching(
        /^tickets: .*freeze: priority is new \(text\)\. Nothing was read\. State schemaChanges/,
      ) as unknown,
    })
    expect(await refused({ pages: [[ticket(3)], [ticket(4, { subject: 7 })]] })).toMatchObject({
      code: 'contract_violation',
      message: expect.stringMatching(/^tickets: record 1 .*subject must be string; with schemaChanges 'discard'/) as unknown,
    })
  })

  // A table that would have to change must not, either: the schema evolves, were the state one to go on from.
  test.each([
    [
      'of a version to come',
      { version: 3, cursor: 7, shards: [] },
      'tickets: its saved state is of version 3, but this Portico reads 1 to 2',
    ],
    ['of no version', { cursor: '2026-01-01T00:00:00Z' }, 'is of version undefined'],
    ['with an impossible value', { version: 2, generation: 0, cursor: {} }, "says what cursorField can't be"],
    [
      'of another cursor',
      undefined,
      "its state is of the cursor updated_at, and the stream's cursor is changed_at: read it again in full",
    ],
  ])('a state %s', async (of, state, message) => {
    if (state) {
      const takeBack = await place.keep(JSON.stringify(state))
      onTestFinished(async () => void (await takeBack()))
    }
    const source = state ? wider : deskOf({ priority }, 'changed_at')
    const error = await refused({ pages: [[ticket(3)]], source }, { schemaChanges: 'evolve' })
    expect(error).toMatchObject({ code: 'state_version', message: expect.stringContaining(message) as unknown })
    if (of !== 'of another cursor') expect(error!.message).toContain('load the stream into another dataset')
  })

  test('a state that is not JSON', async () => {
    const takeBack = await place.keep('{')
    expect(await refused({ pages: [good] })).toMatchObject({
      code: 'state_version',
      message: expect.stringMatching(/is not JSON: restore it, or load the stream into another dataset$/) as unknown,
    })
    await takeBack()
  })
})

test('a state of an earlier version is resumed from, and then saved in this one', async () => {
  const place = jsonl()
  onTestFinished(place.close)
  await run(place, { pages: [good] })
  await place.keep('{"version":1,"cursor":"2026-01-01T00:00:02Z"}')
  const { since, stream: report } = await run(place, { pages: [[ticket(2), ticket(3)]] })
  expect([since, report]).toMatchObject([['2026-01-01T00:00:02Z'], { status: 'succeeded', reading: 'incremental', landed: 2 }])
  const destination = await place.open()
  expect(await destination.status()).toMatchObject([{ state: { version: 2, cursor: '2026-01-01T00:00:03Z' } }])
  await destination.close()
})

test('PostgreSQL that is read-only, whose role may not write, and whose disk fills up in the middle of a batch', async () => {
  const place = await postgres()
  const { client, dataset } = place
  onTestFinished(place.close)
  await run(place, { pages: [good] })
  const before = await place.content()
  const as = (options: string) => async () => {
    const url = new URL(await testPostgres())
    url.searchParams.set('options', options)
    return postgresDestination({ url: url.href, dataset })
  }
  const failing = async (to?: Asked['to']) => {
    const { stream: report } = await run(place, { pages: [[ticket(3), ticket(4)]], ...(to && { to }) })
    expect([report.status, await place.content()]).toEqual(['failed', before])
    return report.error
  }
  const unavailable = (message: RegExp) => ({
    code: 'destination_unavailable',
    message: expect.stringMatching(message) as unknown,
    retryable: true,
  })
  expect(await failing(as('-c default_transaction_read_only=on'))).toMatchObject(unavailable(/^postgres:.*: it is read-only$/))
  await client.query(`CREATE ROLE ${dataset}_reader`)
  await client.query(`GRANT USAGE ON SCHEMA ${dataset} TO ${dataset}_reader`)
  await client.query(`GRANT SELECT ON ALL TABLES IN SCHEMA ${dataset} TO ${dataset}_reader`)
  try {
    expect(await failing(as(`-c role=${dataset}_reader`))).toMatchObject(unavailable(/the role may not write: permission denied/))
  } finally {
    await client.query(`DROP OWNED BY ${dataset}_reader`)
    await client.query(`DROP ROLE ${dataset}_reader`)
  }
  // What a disk that fills up says, when the second of the records comes: nobody's disk is filled for it.
  await client.query(`CREATE FUNCTION ${dataset}.full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF new.id = 4 THEN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END IF; RETURN new; END $$`)
  await client.query(
    `CREATE TRIGGER full_disk BEFORE INSERT ON ${dataset}.tickets FOR EACH ROW EXECUTE FUNCTION ${dataset}.full_disk()`,
  )
  expect(await failing()).toMatchObject(unavailable(/it is full: could not extend file/))
  await client.query(`DROP TRIGGER full_disk ON ${dataset}.tickets`)
  expect((await run(place, { pages: [[ticket(3), ticket(4)]] })).stream).toMatchObject({ status: 'succeeded', landed: 2 })
})
