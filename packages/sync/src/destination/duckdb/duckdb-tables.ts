import type { DuckDBConnection } from '@duckdb/node-api'
import type { Column } from '../../record/columns.ts'
import { quoted } from '../sql-text.ts'
import { columnOf, duckdbTypes } from './duckdb-types.ts'

const noSuchTable = /^Catalog Error/

/**
 * The columns of a table; undefined where there is none. Describing it and failing takes a fifth of the time of a lookup in
 * `duckdb_tables()`, which measures all tables of all schemas. `pragma_table_info` parses the name out of a string, and can't
 * read one with a quote in it (DuckDB 1.5.6, 2026-11-29).
 */
export async function columnsIn(
  connection: DuckDBConnection,
  path: readonly [database: string, schema: string],
  table: string,
): Promise<Column[] | undefined> {
  let rows: [string, string][]
  try {
    const described = await connection.runAndReadAll(`DESCRIBE ${[...path, table].map(quoted).join('.')}`)
    rows = described.getRows() as [string, string][]
  } catch (error) {
    if (error instanceof Error && noSuchTable.test(error.message)) return undefined
    throw error
  }
  return rows.map(([name, type]) => columnOf(table, name, type))
}

export function createTableText(table: string, columns: readonly Column[], primaryKey: readonly string[]): string {
  const lines = columns.map(
    ({ name, type }) => `${quoted(name)} ${duckdbTypes[type]}${primaryKey.includes(name) ? ' NOT NULL' : ''}`,
  )
  return `CREATE TABLE ${table} (${lines.join(', ')})`
}

/** The statements that bring a table's columns to the plan. */
export function alterTableTexts(table: string, before: readonly Column[], after: readonly Column[]): string[] {
  const there = new Map(before.map((column) => [column.name, column.type]))
  return after.flatMap(({ name, type }) => {
    const from = there.get(name)
    if (from === undefined) return [`ALTER TABLE ${table} ADD COLUMN ${quoted(name)} ${duckdbTypes[type]}`]
    if (from === type) return []
    const value = type === 'json' ? `to_json(${quoted(name)})` : `CAST(${quoted(name)} AS ${duckdbTypes[type]})`
    return [`ALTER TABLE ${table} ALTER COLUMN ${quoted(name)} SET DATA TYPE ${duckdbTypes[type]} USING ${value}`]
  })
}
