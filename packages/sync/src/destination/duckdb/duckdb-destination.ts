import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import type { Column } from '../../record/columns.ts'
import { parseState } from '../../state/read-state.ts'
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
import { evolve, type Evolution } from '../schema-evolution.ts'
import { literal, quoted } from '../sql-text.ts'
import { duckdbFailure } from './duckdb-failure.ts'
import { alterTableTexts, columnsIn, createTableText } from './duckdb-tables.ts'
import { DuckdbWriter } from './duckdb-writer.ts'
import { joinRowGroups } from './join-row-groups.ts'
import { KeptMemory } from './kept-memory.ts'
import { duckdbNames } from './duckdb-types.ts'
import { defaultMemoryLimit, openDuckdb, type OpenDuckdbOptions } from './open-duckdb.ts'
import { removeStaged } from './staged-rows.ts'

export interface DuckdbDestinationOptions extends OpenDuckdbOptions {
  /** The schema for the tables: it holds the data of one owner. */
  readonly dataset: string
}

/** One DuckDB file. Creates nothing before a stream is opened. Throws a SyncError where it can't be opened for writing. */
export async function duckdbDestination(options: DuckdbDestinationOptions): Promise<Destination & AsyncDisposable> {
  const { path, dataset, memoryLimit = defaultMemoryLimit } = options
  const label = `duckdb:${path}`
  const opened = new Set<string>()
  let instance: DuckDBInstance
  let connection: DuckDBConnection
  let place: Place
  try {
    await mkdir(dirname(path), { recursive: true })
    instance = await openDuckdb(options)
    connection = await instance.connect()
    await removeStaged(path)
    const memory = new KeptMemory(connection, memoryLimit)
    place = { path, dataset, label, memory, ...(await schemaOf(connection, dataset)) }
  } catch (error) {
    throw duckdbFailure(error, label)
  }
  let prepared = false
  const close = async (): Promise<void> => {
    // DuckDB refuses while another run of this process is writing. What is not joined now is joined when a later run closes.
    await joinRowGroups(connection, opened, memoryLimit).catch(() => undefined)
    connection.closeSync()
    instance.closeSync()
  }

  return {
    kind: 'duckdb',
    label,
    async open(stream) {
      try {
        if (!prepared && !(await isPrepared(connection, place))) await prepare(connection, place)
        prepared = true
        const writer = await openStream(connection, place, stream)
        opened.add(`${place.schema}.${quoted(tableName(stream.name))}`)
        return writer
      } catch (error) {
        throw duckdbFailure(error, label)
      }
    },
    async status() {
      if (!(await isPrepared(connection, place))) return []
      const rows = await connection.runAndReadAll(
        `SELECT stream, tenant, account, connector, state, strftime(updated_at AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%gZ') FROM ${place.schema}._portico_streams WHERE state IS NOT NULL ORDER BY stream`,
      )
      return (rows.getRows() as string[][]).map(([stream, tenantId, account, connector, state, updatedAt]): StreamStatus => ({
        stream: stream!,
        owner: { tenantId: tenantId!, account: account!, connector: connector! },
        table: `${dataset}.${tableName(stream!)}`,
        state: parseState(stream!, state!),
        updatedAt: updatedAt!,
      }))
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** Returns the schema's qualified name: a schema with its database's own name would be ambiguous without it. */
async function schemaOf(connection: DuckDBConnection, dataset: string): Promise<Pick<Place, 'schema' | 'schemaPath'>> {
  const [[database]] = (await connection.runAndReadAll('SELECT current_database()')).getRows() as [[string]]
  return { schema: `${quoted(database)}.${quoted(dataset)}`, schemaPath: [database, dataset] }
}

async function isPrepared(connection: DuckDBConnection, { schemaPath }: Place): Promise<boolean> {
  return (await columnsIn(connection, schemaPath, '_portico_slices')) !== undefined
}

async function prepare(connection: DuckDBConnection, { schema }: Place): Promise<void> {
  await connection.run(`CREATE SCHEMA IF NOT EXISTS ${schema}`)
  await connection.run(
    `CREATE TABLE IF NOT EXISTS ${schema}._portico_streams (stream VARCHAR PRIMARY KEY, tenant VARCHAR, account VARCHAR, connector VARCHAR, connector_version VARCHAR, revision BIGINT, state VARCHAR, updated_at TIMESTAMP WITH TIME ZONE)`,
  )
  await connection.run(`CREATE TABLE IF NOT EXISTS ${schema}._portico_slices (stream VARCHAR, slice VARCHAR, state VARCHAR)`)
}

interface Place {
  readonly path: string
  readonly dataset: string
  readonly schema: string
  readonly schemaPath: readonly [string, string]
  readonly label: string
  readonly memory: KeptMemory
}

async function openStream(connection: DuckDBConnection, place: Place, stream: LandingStream): Promise<StreamWriter> {
  const { path: database, schema, schemaPath, label, memory } = place
  const { owner, name } = stream
  const known = await knownStream(connection, place, name, owner)
  const saved = known ? await savedStates(connection, schema, name, known[1]) : nothingSaved
  stream.accept?.(saved)
  const begun = begunGeneration(saved.stream, stream.mode)
  const table = begun === undefined ? tableName(name) : generationName(name, begun)
  const named = `${schema}.${quoted(table)}`
  const existing = await columnsIn(connection, schemaPath, table)
  const evolution = evolve(stream, existing, duckdbNames)
  // A new overwrite creates its own table, with the current columns.
  const makesOwn = stream.mode === 'overwrite' && begun === undefined
  const texts = makesOwn ? [] : tableTexts(named, existing, evolution, stream)
  if (!known || texts.length > 0) {
    await connection.run('BEGIN')
    try {
      if (!known) {
        // Of two concurrent runs the second fails here: ON CONFLICT DO NOTHING takes three times as long to plan (DuckDB 1.5.6,
        // 2026-11-29).
        await connection.run(
          `INSERT INTO ${schema}._portico_streams VALUES (${[name, ...ownerOf(owner), stream.connectorVersion].map(literal).join(', ')}, 0, NULL, NULL)`,
        )
      }
      for (const text of texts) await connection.run(text)
      await connection.run('COMMIT')
    } catch (error) {
      await connection.run('ROLLBACK').catch(() => undefined)
      throw error
    }
  }
  const revision = known?.[0] ?? 0n
  return new DuckdbWriter({ connection, database, label, memory, schema, schemaPath, stream, evolution, saved, revision })
}

const nothingSaved: SavedStates = { stream: undefined, slices: new Map() }

/** The statements that create or alter a table as planned. */
function tableTexts(
  named: string,
  existing: readonly Column[] | undefined,
  { columns }: Evolution,
  { primaryKey }: LandingStream,
): readonly string[] {
  return existing ? alterTableTexts(named, existing, columns) : [createTableText(named, columns, primaryKey)]
}

/** The saved state of a stream. Throws where the dataset has another owner. */
async function knownStream(
  connection: DuckDBConnection,
  { dataset, schema }: Place,
  stream: string,
  owner: Owner,
): Promise<readonly [revision: bigint, state: string | null] | undefined> {
  const known = `(${ownerOf(owner).map(literal).join(', ')})`
  // Values are inlined: a statement with placeholders is planned twice.
  const rows = await connection.runAndReadAll(
    `SELECT revision, state, tenant, account, connector FROM ${schema}._portico_streams WHERE stream = ${literal(stream)} OR (tenant, account, connector) <> ${known}`,
  )
  const found = rows.getRows() as [bigint, string | null, string, string, string][]
  for (const [, , tenantId, account, connector] of found) {
    const isOwn = tenantId === owner.tenantId && account === owner.account && connector === owner.connector
    if (!isOwn) throw datasetTaken(dataset, { tenantId, account, connector })
  }
  return found[0] && [found[0][0], found[0][1]]
}

function ownerOf({ tenantId, account, connector }: Owner): readonly [string, string, string] {
  return [tenantId, account, connector]
}

async function savedStates(
  connection: DuckDBConnection,
  schema: string,
  stream: string,
  state: string | null,
): Promise<SavedStates> {
  const rows = await connection.runAndReadAll(
    `SELECT slice, state FROM ${schema}._portico_slices WHERE stream = ${literal(stream)}`,
  )
  const slices = (rows.getRows() as [string, string][]).map(([slice, text]) => [slice, parseState(stream, text)] as const)
  return { stream: state === null ? undefined : parseState(stream, state), slices: new Map(slices) }
}
