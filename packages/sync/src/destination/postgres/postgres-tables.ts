import type { Client } from 'pg'
import type { Column } from '../../record/columns.ts'
import { quoted, quotedList } from '../sql-text.ts'
import { columnOf, postgresTypes } from './postgres-types.ts'

/** The columns of a table, undefined where there is none, and whether it has a primary key. */
export async function tableIn(
  client: Client,
  table: string,
): Promise<{ readonly columns: readonly Column[]; readonly keyed: boolean } | undefined> {
  const { rows } = await client.query<{ name: string; type: string; keyed: boolean }>(
    `SELECT attname AS name, format_type(atttypid, atttypmod) AS type,
            EXISTS (SELECT FROM pg_constraint WHERE conrelid = attrelid AND contype = 'p') AS keyed
       FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
    [table],
  )
  if (rows.length === 0) return undefined
  return { columns: rows.map(({ name, type }) => columnOf(table, name, type)), keyed: rows[0]!.keyed }
}

/** `primaryKey` is empty for a table to which readings are appended. */
export function createTableText(table: string, columns: readonly Column[], primaryKey: readonly string[]): string {
  const lines = columns.map(({ name, type }) => `${quoted(name)} ${postgresTypes[type]}`)
  if (primaryKey.length > 0) lines.push(`PRIMARY KEY (${quotedList(primaryKey)})`)
  return `CREATE TABLE ${table} (${lines.join(', ')})`
}

/** The statements that bring a table's columns to the plan. */
export function alterTableTexts(table: string, before: readonly Column[], after: readonly Column[]): string[] {
  const there = new Map(before.map((column) => [column.name, column.type]))
  return after.flatMap(({ name, type }) => {
    const from = there.get(name)
    if (from === undefined) return [`ALTER TABLE ${table} ADD COLUMN ${quoted(name)} ${postgresTypes[type]}`]
    if (from === type) return []
    const value = type === 'json' ? `to_jsonb(${quoted(name)})` : `${quoted(name)}::${postgresTypes[type]}`
    return [`ALTER TABLE ${table} ALTER COLUMN ${quoted(name)} TYPE ${postgresTypes[type]} USING ${value}`]
  })
}
