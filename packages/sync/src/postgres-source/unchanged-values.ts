import type { Client } from 'pg'
import { quotedList } from '../destination/sql-text.ts'
import type { RowChange } from './row-changes.ts'
import type { SourceTable } from './source-table.ts'
import { recordOf, tableText } from './copy-table.ts'

const rowsPerQuestion = 500

/**
 * Completes changes whose message leaves out values that are stored out of line and did not change: they are read from the table as
 * it is now. That may be a later value than the change's own; then the log has that later change too, and it comes after this one. A
 * row that is there no more is left out: its end is in the log as well.
 */
export async function complete(client: Client, table: SourceTable, changes: readonly RowChange[]): Promise<readonly RowChange[]> {
  const incomplete = changes.filter(({ missing }) => missing.length > 0)
  if (incomplete.length === 0) return changes
  const found = new Map<string, Readonly<Record<string, unknown>>>()
  for (let from = 0; from < incomplete.length; from += rowsPerQuestion) {
    const asked = incomplete.slice(from, from + rowsPerQuestion)
    const { rows } = await client.query<(string | null)[]>({
      text: questionText(table),
      values: table.key.map((_, place) => asked.map(({ keyTexts }) => keyTexts[place])),
      rowMode: 'array',
    })
    for (const row of rows) {
      const record = recordOf(table, row)
      found.set(keyOf(table, record), record)
    }
  }
  return changes.flatMap((change) => {
    if (change.missing.length === 0) return [change]
    const now = found.get(keyOf(table, change.record))
    if (!now) return []
    for (const name of change.missing) change.record[name] = now[name]
    return [{ ...change, missing: [] }]
  })
}

function keyOf({ key }: SourceTable, record: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(key.map((name) => record[name]))
}

function questionText(table: SourceTable): string {
  const columns = quotedList(
    table.columns.map(({ name }) => name),
    't.',
  )
  const arrays = table.key.map((name, index) => {
    const { typeName } = table.columns.find((column) => column.name === name)!
    return `$${index + 1}::text[]::${typeName}[]`
  })
  const same = table.key.map((name) => `t.${quotedList([name])} = k.${quotedList([name])}`).join(' AND ')
  return `SELECT ${columns} FROM ${tableText(table)} t JOIN unnest(${arrays.join(', ')}) k(${quotedList(table.key)}) ON ${same}`
}
