import type { DuckDBConnection } from '@duckdb/node-api'
import { literal } from '../sql-text.ts'

/** A table with no more row groups than this is left alone: joining them would cost more than it saves. */
const fewGroups = 16
/** DuckDB reads this many rows at a time, whatever their size (STANDARD_VECTOR_SIZE, DuckDB 1.5.6). */
const rowsAtOnce = 2_048
/** Bytes of that many rows: at twice this, joining runs into the memory limit. */
const heaviest = 16 * 1_048_576
const whileJoining = {
  memory_limit: '64MB',
  // Finding out whether it pays off takes as much memory as the texts, which the limit does not cover.
  disabled_compression_methods: 'dictionary',
  max_vacuum_tasks: '100',
}

/**
 * Joins the row groups that landings left in these tables, and frees the space of deleted rows. DuckDB's checkpoints would do so
 * by themselves, but they read 2,048 rows at a time, and one that runs out of memory invalidates the database for the whole
 * process: 250 MB of 1 MB records did (DuckDB 1.5.6, 2026-11-28). So it is done only here, and only if no table's rows are that
 * large. With an empty log a checkpoint does nothing; a later run's joins them then.
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
 * Whether the answer is yes for any of the tables. `unknown` is the answer for a table that does not exist, as before its first
 * overwrite ends, and for someone else's table with a quote in its name, which DuckDB can't parse out of a string.
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

/** Runs at the end of every run, so it must be cheap: groups are numbered from 0. */
function manyGroups(table: string): string {
  return `SELECT max(row_group_id) >= ${fewGroups} FROM pragma_storage_info(${literal(table)})`
}

/** Judged by the size of rows. Long texts have blocks of their own. */
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
