import pg, { type Client } from 'pg'
import { parseState } from '../../state/read-state.ts'
import { SyncError } from '../../sync-error.ts'
import {
  begunGeneration,
  datasetTaken,
  type Destination,
  type LandingStream,
  type Owner,
  generationName,
  type SavedStates,
  type StreamStatus,
  type StreamWriter,
  tableName,
} from '../destination.ts'
import { evolve } from '../schema-evolution.ts'
import { quoted, quotedList } from '../sql-text.ts'
import { postgresFailure } from './postgres-failure.ts'
import { alterTableTexts, createTableText, tableIn } from './postgres-tables.ts'
import { postgresNames } from './postgres-types.ts'
import { PostgresWriter } from './postgres-writer.ts'

export interface PostgresDestinationOptions {
  /** `postgres://user:password@host:5432/database` */
  readonly url: string
  /** The schema for the tables: it holds the data of one owner. Created where there is none. */
  readonly dataset: string
}

/**
 * A PostgreSQL database, over one connection. Creates nothing before a stream is opened. Throws a SyncError where it can't be
 * reached.
 */
export async function postgresDestination({ url, dataset }: PostgresDestinationOptions): Promise<Destination & AsyncDisposable> {
  const label = labelOf(url)
  const client = new pg.Client({ connectionString: url, application_name: 'portico sync', connectionTimeoutMillis: 10_000 })
  // A broken connection fails the query that needs it; there may be none right now.
  client.on('error', () => undefined)
  try {
    await client.connect()
  } catch (error) {
    await client.end().catch(() => undefined)
    throw postgresFailure(error, label)
  }
  let prepared = false
  return {
    kind: 'postgres',
    label,
    async open(stream) {
      try {
        if (!prepared && !(await isPrepared(client, dataset))) await prepare(client, dataset)
        prepared = true
        return await openStream(client, dataset, label, stream)
      } catch (error) {
        await client.query('ROLLBACK').catch(() => undefined)
        throw postgresFailure(error, label)
      }
    },
    async status() {
      try {
        if (!(await isPrepared(client, dataset))) return []
        const { rows } = await client.query<StatusRow>(
          `SELECT stream, tenant, account, connector, state, updated_at FROM ${quoted(dataset)}._portico_streams WHERE state IS NOT NULL ORDER BY stream`,
        )
        return rows.map((row) => statusOf(dataset, row))
      } catch (error) {
        throw postgresFailure(error, label)
      }
    },
    close: () => client.end(),
    [Symbol.asyncDispose]: () => client.end(),
  }
}

interface StatusRow {
  readonly stream: string
  readonly tenant: string
  readonly account: string
  readonly connector: string
  readonly state: string
  readonly updated_at: Date
}

function statusOf(dataset: string, row: StatusRow): StreamStatus {
  const { stream, tenant, account, connector, state, updated_at: updatedAt } = row
  return {
    stream,
    owner: { tenantId: tenant, account, connector },
    table: `${dataset}.${tableName(stream)}`,
    state: parseState(stream, state),
    updatedAt: updatedAt.toISOString(),
  }
}

/** The address without its password. */
function labelOf(url: string): string {
  if (!URL.canParse(url)) {
    throw new SyncError(
      'invalid_options',
      'the address of PostgreSQL is not a URL: write postgres://user:password@host:5432/database',
    )
  }
  const { username, host, pathname } = new URL(url)
  return `postgres://${username === '' ? '' : `${username}@`}${host}${pathname}`
}

async function isPrepared(client: Client, dataset: string): Promise<boolean> {
  const { rows } = await client.query<{ there: string | null }>('SELECT to_regclass($1) AS there', [
    `${quoted(dataset)}._portico_slices`,
  ])
  return rows[0]!.there !== null
}

/** Creates only what is missing: a role that may write rows need not be allowed to create tables. */
async function prepare(client: Client, dataset: string): Promise<void> {
  const schema = quoted(dataset)
  await beginAlone(client, dataset)
  await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`)
  await client.query(
    `CREATE TABLE IF NOT EXISTS ${schema}._portico_streams (stream text PRIMARY KEY, tenant text NOT NULL, account text NOT NULL, connector text NOT NULL, connector_version text NOT NULL, revision bigint NOT NULL, state text, updated_at timestamptz)`,
  )
  await client.query(
    `CREATE TABLE IF NOT EXISTS ${schema}._portico_slices (stream text, slice text, state text NOT NULL, PRIMARY KEY (stream, slice))`,
  )
  await client.query('COMMIT')
}

/**
 * Begins a transaction in which no one else opens the dataset: of two owners that come at once, the later one finds the first,
 * and concurrent `IF NOT EXISTS` statements don't fail.
 */
async function beginAlone(client: Client, dataset: string): Promise<void> {
  // At a stricter level, the snapshot would predate the wait for the lock.
  await client.query('BEGIN ISOLATION LEVEL READ COMMITTED')
  await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`portico dataset ${dataset}`])
}

async function openStream(client: Client, dataset: string, label: string, stream: LandingStream): Promise<StreamWriter> {
  const { owner, name, mode, primaryKey } = stream
  const schema = quoted(dataset)
  if (Buffer.byteLength(tableName(name)) > longestTableName) throw longName(stream)
  await beginAlone(client, dataset)
  await checkOwner(client, dataset, owner)
  const { rows } = await client.query<{ revision: string; state: string | null }>(
    `INSERT INTO ${schema}._portico_streams VALUES ($1, $2, $3, $4, $5, 0) ON CONFLICT (stream) DO UPDATE SET stream = excluded.stream RETURNING revision, state`,
    [name, owner.tenantId, owner.account, owner.connector, stream.connectorVersion],
  )
  const [{ revision, state }] = rows as [{ revision: string; state: string | null }]
  const saved = await savedStates(client, schema, name, state)
  stream.accept?.(saved)
  const begun = begunGeneration(saved.stream, mode)
  const table = `${schema}.${quoted(begun === undefined ? tableName(name) : generationName(name, begun))}`
  const existing = await tableIn(client, table)
  const evolution = evolve(stream, existing?.columns, postgresNames)
  // A new overwrite creates its own table, with the current columns.
  if (mode !== 'overwrite' || begun !== undefined) {
    if (existing) {
      for (const text of alterTableTexts(table, existing.columns, evolution.columns)) await client.query(text)
      if (mode === 'append' && existing.keyed) throw keyed(stream)
      if (mode === 'append_dedup' && !existing.keyed) {
        await client.query(`ALTER TABLE ${table} ADD PRIMARY KEY (${quotedList(primaryKey)})`)
      }
    } else await client.query(createTableText(table, evolution.columns, mode === 'append' ? [] : primaryKey))
  }
  await client.query('COMMIT')
  return new PostgresWriter({ client, label, dataset, stream, evolution, saved, revision })
}

/** PostgreSQL truncates names to 63 bytes, so two could become one; a generation's name is longer than its table's. */
const longestTableName = 55

function longName({ name }: LandingStream): SyncError {
  const table = tableName(name)
  return new SyncError(
    'destination_refused',
    `${name}: ${table} is longer than the ${longestTableName} bytes that PostgreSQL allows`,
    {
      stream: name,
    },
  )
}

function keyed({ name }: LandingStream): SyncError {
  return new SyncError(
    'invalid_options',
    `${name}: its table has each key once, and 'append' keeps every reading: give it a dataset of its own`,
    {
      stream: name,
    },
  )
}

async function checkOwner(client: Client, dataset: string, owner: Owner): Promise<void> {
  const { rows } = await client.query<{ tenant: string; account: string; connector: string }>(
    `SELECT tenant, account, connector FROM ${quoted(dataset)}._portico_streams WHERE (tenant, account, connector) <> ($1, $2, $3) LIMIT 1`,
    [owner.tenantId, owner.account, owner.connector],
  )
  const [other] = rows
  if (other) throw datasetTaken(dataset, { ...other, tenantId: other.tenant })
}

async function savedStates(client: Client, schema: string, stream: string, state: string | null): Promise<SavedStates> {
  const { rows } = await client.query<{ slice: string; state: string }>(
    `SELECT slice, state FROM ${schema}._portico_slices WHERE stream = $1`,
    [stream],
  )
  return {
    stream: state === null ? undefined : parseState(stream, state),
    slices: new Map(rows.map((row) => [row.slice, parseState(stream, row.state)])),
  }
}
