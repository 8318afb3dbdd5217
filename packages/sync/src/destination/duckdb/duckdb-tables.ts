import type { DuckDBConnection } from '@duckdb/node-api'
import type { Column } from '../../record/columns.ts'
import { literal, quoted } from '../sql-text.ts'
import { columnOf, duckdbTypes } from './duckdb-types.ts'

/** The columns of a table, undefined where there is none. `duckdb_columns()` lists all of the database's, and those of the system. */
export async function columnsIn(connection: DuckDBConnection, schema: string, table: string): Promise<Column[] | undefined> {
  const found = await connection.runAndReadAll(
    `SELECT database_name FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = ${literal(schema)} AND table_name = ${literal(table)}`,
  )
  const [place] = found.getRows() as [string][]
  if (!place) return undefined
  // `pragma_table_info` reads a name out of a text, and none with a quote in it (DuckDB 1.5.6, 2026-11-29).
  const rows = await connection.runAndReadAll(`DESCRIBE ${[place[0], schema, table].map(quoted).join('.')}`)
  return (rows.getRows() as [string, string][]).map(([name, type]) => columnOf(table, name, type))
}

export function createTableText(table: string, columns: readonly Column[], primaryKey: readonly string[]): string {
  const lines = columns.map(
    ({ name, type }) => `${quoted(name)} ${duckdbTypes[type]}${primaryKey.includes(name) ? ' NOT NULL' : ''}`,
  )
  return `CREATE TABLE ${table} (${lines.join(', ')})`
}

/** The statements that make a table's columns what they shall be. */
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
