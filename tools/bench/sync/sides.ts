import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { DuckDBInstance, DuckDBTimestampTZValue } from '@duckdb/node-api'
import { type Destination, keepHeapSmall, sync } from '@portico/sync'
import { duckdbDestination } from '@portico/sync/duckdb'
import { jsonlDestination, parquetDestination } from '@portico/sync/files'
import { postgresDestination } from '@portico/sync/postgres'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { type BenchRecord, recordOf } from './bench-record.ts'
import { benchSource } from './bench-source.ts'

export interface BenchPlace {
  readonly origin: string
  readonly folder: string
  readonly postgres: string
  readonly rows: number
}

/** Moves all rows once, and returns the milliseconds that it took. */
export type Side = (place: BenchPlace) => Promise<number>

const rowsAtOnce = 20_000
const dataset = 'bench'

const intoDuckdb: Side = (place) => synced(place, () => duckdbDestination({ path: join(place.folder, 'b.duckdb'), dataset }))
const intoPostgres: Side = (place) => synced(place, () => postgresDestination({ url: place.postgres, dataset }))

export const sides = {
  extract: async ({ origin, rows }) => {
    const source = benchSource(origin)
    let read = 0
    const ms = await timed(async () => {
      const reading = { stream: 'customers', slice: undefined, since: undefined, until: undefined, next: undefined } as const
      const signal = new AbortController().signal
      for await (const page of source.pages({
        ...reading,
        position: undefined,
        log: 'unused',
        signal,
        waiting: () => undefined,
      })) {
        read += page.records.length
      }
    })
    await source.close()
    return checked(ms, read, rows)
  },
  duckdb: intoDuckdb,
  duckdb_again: intoDuckdb,
  postgres: intoPostgres,
  postgres_again: intoPostgres,
  jsonl: (place) => synced(place, () => jsonlDestination({ folder: join(place.folder, 'jsonl'), dataset })),
  parquet: (place) => synced(place, () => parquetDestination({ folder: join(place.folder, 'parquet'), dataset })),
  appender: async ({ folder, rows }) => {
    const instance = await DuckDBInstance.create(join(folder, 'appender.duckdb'), { memory_limit: '96MB', threads: '2' })
    const connection = await instance.connect()
    await connection.run(
      'CREATE TABLE t (id BIGINT, name VARCHAR, email VARCHAR, status VARCHAR, amount DOUBLE, quantity BIGINT, active BOOLEAN, note VARCHAR, created_at TIMESTAMPTZ, updated_at TIMESTAMPTZ)',
    )
    const appender = await connection.createAppender('t')
    const ms = await fromMemory(rows, async (records) => {
      for (const record of records) {
        appender.appendBigInt(BigInt(record.id))
        appender.appendVarchar(record.name)
        appender.appendVarchar(record.email)
        appender.appendVarchar(record.status)
        appender.appendDouble(record.amount)
        appender.appendBigInt(BigInt(record.quantity))
        appender.appendBoolean(record.active)
        if (record.note === null) appender.appendNull()
        else appender.appendVarchar(record.note)
        appender.appendTimestampTZ(new DuckDBTimestampTZValue(BigInt(Date.parse(record.created_at)) * 1_000n))
        appender.appendTimestampTZ(new DuckDBTimestampTZValue(BigInt(Date.parse(record.updated_at)) * 1_000n))
        appender.endRow()
      }
      appender.flushSync()
    })
    appender.closeSync()
    connection.closeSync()
    instance.closeSync()
    return ms
  },
  copy: async ({ postgres, rows }) => {
    const client = new pg.Client({ connectionString: postgres })
    await client.connect()
    const columns =
      'id bigint, name text, email text, status text, amount double precision, quantity bigint, active boolean, note text, created_at timestamptz, updated_at timestamptz'
    const names = 'id, name, email, status, amount, quantity, active, note, created_at, updated_at'
    await client.query(`CREATE TABLE copied (${columns}, PRIMARY KEY (id))`)
    const load = async (records: readonly BenchRecord[]): Promise<void> => {
      await client.query('BEGIN')
      await client.query(`CREATE TEMP TABLE staging (${columns}) ON COMMIT DROP`)
      await pipeline(Readable.from(copyLines(records)), client.query(copyFrom(`COPY staging (${names}) FROM STDIN`)))
      const updates = names
        .split(', ')
        .slice(1)
        .map((name) => `${name} = excluded.${name}`)
      await client.query(`INSERT INTO copied SELECT * FROM staging ON CONFLICT (id) DO UPDATE SET ${updates.join(', ')}`)
      await client.query('COMMIT')
    }
    await fromMemory(rows, load)
    // The second load is measured: every row exists already.
    const ms = await fromMemory(rows, load)
    await client.end()
    return ms
  },
} satisfies Record<string, Side>

function* copyLines(records: readonly BenchRecord[]): Generator<Buffer> {
  for (let from = 0; from < records.length; from += 1_000) {
    let text = ''
    for (const record of records.slice(from, from + 1_000)) {
      text += `${record.id}\t${record.name}\t${record.email}\t${record.status}\t${record.amount}\t${record.quantity}\t${record.active}\t${record.note ?? String.raw`\N`}\t${record.created_at}\t${record.updated_at}\n`
    }
    yield Buffer.from(text)
  }
}

/** As `portico sync` does it: with its process's settings, and its package's defaults. */
async function synced({ origin, rows }: BenchPlace, open: () => Promise<Destination>): Promise<number> {
  keepHeapSmall()
  const source = benchSource(origin)
  const destination = await open()
  let landed = 0
  const ms = await timed(async () => {
    const report = await sync({ source, destination, streams: ['customers'], full: true })
    if (report.status !== 'succeeded') throw new Error(JSON.stringify(report.streams))
    landed = report.streams[0]!.landed
  })
  await destination.close()
  await source.close()
  return checked(ms, landed, rows)
}

/** Only landing is timed: the records are made before. */
async function fromMemory(rows: number, land: (records: readonly BenchRecord[]) => Promise<void>): Promise<number> {
  let ms = 0
  for (let from = 0; from < rows; from += rowsAtOnce) {
    const records = Array.from({ length: Math.min(rowsAtOnce, rows - from) }, (_, index) => recordOf(from + index))
    ms += await timed(() => land(records))
  }
  return ms
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

function checked(ms: number, moved: number, rows: number): number {
  if (moved !== rows) throw new Error(`${moved} of ${rows} rows were moved`)
  return ms
}
