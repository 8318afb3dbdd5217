import type { DuckDBConnection } from '@duckdb/node-api'
import { literal } from '../sql-text.ts'

/** A table with no more than these is left as it is: joining them would cost more than it spares. */
const fewGroups = 16
/** What DuckDB reads at once is this many rows, whatever they weigh (STANDARD_VECTOR_SIZE, DuckDB 1.5.6). */
const rowsAtOnce = 2_048
/** Bytes of as many rows: with twice this, joining fails under its limit. */
const heaviest = 16 * 1_048_576
const whileJoining = {
  memory_limit: '64MB',
  // Finding out whether it would pay takes memory as large as the texts, beyond the limit.
  disabled_compression_methods: 'dictionary',
  max_vacuum_tasks: '100',
}

/**
 * Joins the row groups that landings left in these tables, and lets go of the room of rows that are gone. DuckDB's checkpoints do so by
 * themselves, but read 2,048 rows at once for it, and one that runs out of memory ends the database for the process: 250 MB of records
 * of a megabyte each did (DuckDB 1.5.6, 2026-11-28). So it is done here alone, and not where the rows of any table are that heavy. With
 * nothing in its log a checkpoint does nothing: then a later run's joins them.
 */
export async function joinRowGroups(connection: DuckDBConnection, tables: Iterable<string>, memoryLimit: string): Promise<void> {
  if (!(await isAny(connection, tables, manyGroups, false))) return
  const all = await connection.runAndReadAll(
    `SELECT format('"{}"."{}"."{}"', replace(database_name, '"', '""'), replace(schema_name, '"', '""'), replace(table_name, '"', '""')) FROM duckdb_tables() WHERE database_name = current_database()`,
  )
  const names = all.getRows().map(([name]) => name as string)
  if (await isAny(connection, names, tooHeavy, true)) return
  try {
    await set(connection, whileJoining)
    await connection.run('CHECKPOINT')
  } finally {
    await set(connection, { memory_limit: memoryLimit, disabled_compression_methods: '', max_vacuum_tasks: '0' })
  }
}

async function set(connection: DuckDBConnection, settings: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(settings)) await connection.run(`SET ${name} = ${literal(value)}`)
}

/**
 * Whether the row groups of one of the tables are so. `unknown` counts for a table that is not there, as before its first overwrite ends,
 * and for one whose name DuckDB can't read out of a text: that of somebody else's, with a quote in it.
 */
async function isAny(
  connection: DuckDBConnection,
  tables: Iterable<string>,
  question: (table: string) => string,
  unknown: boolean,
): Promise<boolean> {
  for (const table of tables) {
    let answer: unknown = unknown
    try {
      answer = (await connection.runAndReadAll(question(table))).getRows()[0]![0]
    } catch (error) {
      if (!(error instanceof Error) || !/^(?:Catalog|Parser|Binder) Error/.test(error.message)) throw error
    }
    if (answer === true) return true
  }
  return false
}

/** Asked whenever a run ends, so that it is cheap: the groups are numbered from 0. */
function manyGroups(table: string): string {
  return `SELECT max(row_group_id) >= ${fewGroups} FROM pragma_storage_info(${literal(table)})`
}

/** By what rows weigh. Long texts have blocks of their own. */
function tooHeavy(table: string): string {
  return `WITH stored AS (
      SELECT row_group_id, max(start + count) AS filled, sum(len(additional_block_ids)) AS blocks
      FROM pragma_storage_info(${literal(table)}) GROUP BY row_group_id
    ), placed AS (
      SELECT blocks * block_size * least(1, ${rowsAtOnce} / filled) AS bytes, sum(filled) OVER (ORDER BY row_group_id) AS place
      FROM stored, pragma_database_size() WHERE database_name = current_database()
    ), weighed AS (
      SELECT sum(bytes) OVER (ORDER BY place RANGE BETWEEN ${rowsAtOnce - 1} PRECEDING AND CURRENT ROW) AS at_once FROM placed
    ) SELECT max(at_once) > ${heaviest} FROM weighed`
}
