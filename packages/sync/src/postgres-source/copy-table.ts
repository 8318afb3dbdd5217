import type { Client } from 'pg'
import { quoted, quotedList } from '../destination/sql-text.ts'
import type { Row } from '../record/compile-record.ts'
import type { TextRow } from './connection.ts'
import type { SourceTable } from './source-table.ts'

const firstRows = 1_000
const mostRows = 10_000
/** Of one answer, about: few wide rows, or many narrow ones. */
const bytesPerAnswer = 4_194_304

export interface Copied {
  readonly records: readonly Row[]
  readonly bytes: number
  /** Key of the last row, to go on from; undefined once there are no more. */
  readonly after: readonly string[] | undefined
}

/** Reads a table in the order of its key, from after a key on: in answers that fit into memory, whatever the table's size. */
export async function* copyTable(
  client: Client,
  table: SourceTable,
  after: readonly string[] | undefined,
): AsyncGenerator<Copied> {
  const keyPlaces = table.key.map((name) => table.columns.findIndex((column) => column.name === name))
  let from = after
  let rowsAsked = firstRows
  do {
    const { rows } = await client.query<(string | null)[]>({
      text: chunkText(table, from !== undefined, rowsAsked),
      values: [...(from ?? [])],
      rowMode: 'array',
    })
    const bytes = rows.reduce((sum, row) => sum + lengthOf(row), 0)
    from = rows.length < rowsAsked ? undefined : keyPlaces.map((place) => rows.at(-1)![place]!)
    yield { records: rows.map((row) => recordOf(table, row)), bytes, after: from }
    const perRow = Math.max(1, bytes / Math.max(1, rows.length))
    rowsAsked = Math.max(1, Math.min(mostRows, Math.floor(bytesPerAnswer / perRow)))
  } while (from !== undefined)
}

/** A row as a record. */
export function recordOf({ columns }: SourceTable, row: TextRow): Row {
  const record: Record<string, unknown> = {}
  for (let index = 0; index < columns.length; index++) {
    const { name, value } = columns[index]!
    const text = row[index]!
    record[name] = text === null ? null : value.read(text)
  }
  return record
}

function lengthOf(row: TextRow): number {
  let length = 0
  for (const value of row) length += value === null ? 1 : value.length
  return length
}

function chunkText(table: SourceTable, goesOn: boolean, rows: number): string {
  const key = quotedList(table.key)
  const place = table.key.map((name, index) => `$${index + 1}::${table.columns.find((column) => column.name === name)!.typeName}`)
  const conditions = [
    ...(table.catalog.rowFilter === undefined ? [] : [`(${table.catalog.rowFilter})`]),
    ...(goesOn ? [`(${key}) > (${place.join(', ')})`] : []),
  ]
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`
  return `SELECT ${quotedList(table.columns.map(({ name }) => name))} FROM ${tableText(table)}${where} ORDER BY ${key} LIMIT ${rows}`
}

/** A table that others inherit from is read without them: each is published by itself. */
export function tableText({ catalog: { schema, table, isPartitioned } }: SourceTable): string {
  return `${isPartitioned ? '' : 'ONLY '}${quoted(schema)}.${quoted(table)}`
}
