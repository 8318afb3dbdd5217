import { type Source, tableStream } from '@portico/core/streams'
import type { Client } from 'pg'
import type { JsonSchema } from '../record/json-schema.ts'
import { isKeptName, tableName } from '../destination/destination.ts'
import type { ReadPage, SliceReading, SourceReader } from '../source/source-reader.ts'
import { isSyncError, SyncError } from '../sync-error.ts'
import { describeTables, describeTypes, type ListedTable, listTables } from './catalog.ts'
import { type DatabaseConnection, labelOf, openSession } from './connection.ts'
import { readConnection, type PostgresSourceOptions } from './connection-options.ts'
import { sourceFailure } from './source-failure.ts'
import { type SourceTable, sourceTable, unfit } from './source-table.ts'
import { TableReading } from './table-reading.ts'

/**
 * Opens a database as a source whose streams are its tables. Named tables are checked now, so that problems surface before
 * anything is read; without names, all published tables are streams. Throws a SyncError.
 */
export async function postgresSource(
  source: Source<object>,
  options: PostgresSourceOptions,
): Promise<SourceReader & AsyncDisposable> {
  const connection = await readConnection(source, options)
  const { publication } = connection
  const client = await openSession(connection, 'query')
  const label = labelOf(connection)
  const readings = new Map<string, TableReading>()
  try {
    await checkVersion(client, label)
    const listed = await listTables(client, publication)
    const chosen = await describeTables(client, choose(listed, options.tables, publication))
    const types = await describeTypes(
      client,
      chosen.flatMap(({ columns }) => columns.map(({ type }) => type)),
    )
    const tables = chosen.map((table) => sourceTable(table, types))
    for (const table of tables) {
      const confirms = options.confirms ?? 'landed'
      readings.set(table.catalog.name, new TableReading({ connection, client, label, table, types, publication, confirms }))
    }
    return reader({ ...source, streams: streamsOf(source, tables) }, connection, readings, client, options)
  } catch (error) {
    await client.end().catch(() => undefined)
    throw sourceFailure(error, label)
  }
}

function reader(
  source: Source<object>,
  connection: DatabaseConnection,
  readings: ReadonlyMap<string, TableReading>,
  client: Client,
  { tenantId, account = 'default' }: PostgresSourceOptions,
): SourceReader & AsyncDisposable {
  const redact = (text: string): string =>
    connection.password === '' ? text : text.replaceAll(connection.password, '[redacted]')
  return {
    source,
    tenantId,
    account,
    pages: (reading: SliceReading): AsyncIterable<ReadPage> => readings.get(reading.stream)!.pages(reading),
    dataset(stream) {
      const { host, port, database } = connection
      return { namespace: `postgres://${host}:${port}`, name: `${database}.${stream}` }
    },
    async check() {
      for (const reading of readings.values()) await reading.check()
    },
    async acknowledge(stream, _slice, position) {
      readings.get(stream)!.acknowledge(position)
    },
    redact<T>(value: T): T {
      if (typeof value === 'string') return redact(value) as T
      if (!isSyncError(value)) return value
      const { code, message, stream, severity, cause } = value
      const details = { ...(stream !== undefined && { stream }), ...(severity !== undefined && { severity }), cause }
      return new SyncError(code, redact(message), details) as T
    },
    close: () => client.end(),
    [Symbol.asyncDispose]: () => client.end(),
  }
}

function choose(
  listed: readonly ListedTable[],
  names: readonly string[] | undefined,
  publication: string,
): readonly ListedTable[] {
  const byName = new Map(listed.map((table) => [table.name, table]))
  const chosen =
    names?.map((name) => {
      const table = byName.get(name)
      if (table) return table
      const near = listed.filter(({ table: own }) => own === name).map((other) => other.name)
      const known =
        near.length > 0 ? `write ${near.join(' or ')}` : `it has ${listed.map((other) => other.name).join(', ') || 'none'}`
      throw new SyncError('unknown_stream', `the database has no table '${name}': ${known}`, { stream: name })
    }) ?? listed.filter(({ isPublished }) => isPublished)
  if (chosen.length === 0) {
    throw new SyncError(
      'source_unfit',
      `no table is in the publication ${publication}: name tables, or CREATE PUBLICATION ${publication} FOR TABLE …`,
    )
  }
  for (const { name } of chosen) {
    if (isKeptName(tableName(name)))
      throw unfit(name, `it would land as ${tableName(name)}, a name that syncs reserve: rename it`)
    const other = listed.find((table) => table.name !== name && tableName(table.name) === tableName(name))
    if (other) throw unfit(name, `${other.name} would land in the same table, ${tableName(name)}: rename one of them`)
  }
  return chosen
}

function streamsOf(source: Source<object>, tables: readonly SourceTable[]): Source['streams'] {
  return Object.fromEntries(
    tables.map(({ catalog, columns, key }) => {
      const { name, comment } = catalog
      const properties = columns.map(({ name: column, value: { schema } }) => [
        column,
        key.includes(column) ? schema : nullable(schema),
      ])
      const schema = { type: 'object', properties: Object.fromEntries(properties) as JsonSchema['properties'], required: key }
      return [name, tableStream(source, { name, comment, schema, primaryKey: key })]
    }),
  )
}

function nullable(schema: JsonSchema): JsonSchema {
  return schema.type === undefined ? schema : { ...schema, type: [schema.type as string, 'null'] }
}

/** Column lists and row filters of publications came with version 15. */
async function checkVersion(client: Client, label: string): Promise<void> {
  const { rows } = await client.query<{ version: string }>(`SELECT current_setting('server_version_num') AS version`)
  const version = Number(rows[0]!.version)
  if (version < 150_000) {
    throw new SyncError(
      'source_unfit',
      `${label}: it is PostgreSQL ${Math.floor(version / 10_000)}, but only 15 and later can be read`,
    )
  }
}
