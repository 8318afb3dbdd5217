import type { Client } from 'pg'
import { quoted, quotedList } from '../destination/sql-text.ts'
import type { Row } from '../record/compile-record.ts'
import type { TextRow } from './connection.ts'
import { rowPieces } from './row-pieces.ts'
import type { SourceTable } from './source-table.ts'

const firstRows = 1_000
const mostRows = 10_000
/** How much of a result is held: few wide rows, or many narrow ones. */
export const bytesPerPiece = 4_194_304

export interface Copied {
  readonly records: readonly Row[]
  readonly bytes: number
  /** Key of the last row, to resume after; undefined once there are no more. */
  readonly after: readonly string[] | undefined
}

/** Reads a table in key order, starting after a given key, in pieces that fit into memory however large the table or its rows. */
export async function* copyTable(
  client: Client,
  table: SourceTable,
  after: readonly string[] | undefined,
): AsyncGenerator<Copied> {
  const keyPlaces = table.key.map((name) => table.columns.findIndex((column) => column.name === name))
  let from = after
  let asked = firstRows
  for (;;) {
    let found = 0
    let size = 0
    const question = { text: chunkText(table, from !== undefined, asked), values: from ?? [] }
    for await (const { rows, bytes, isLast } of rowPieces(client, question, bytesPerPiece)) {
      found += rows.length
      size += bytes
      if (rows.length > 0) from = keyPlaces.map((place) => rows.at(-1)![place]!)
      const isEnd = isLast && found < asked
      yield { records: rows.map((row) => recordOf(table, row)), bytes, after: isEnd ? undefined : from }
      if (isEnd) return
    }
    // If no one waits for the result any longer, it is short.
    asked = Math.max(1, Math.min(mostRows, Math.floor(bytesPerPiece / Math.max(1, size / found))))
  }
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

function chunkText(table: SourceTable, goesOn: boolean, rows: number): string {
  const { key, orders, columns, catalog } = table
  const conditions = [...(catalog.rowFilter === undefined ? [] : [`(${catalog.rowFilter})`]), ...(goesOn ? [isAfter(table)] : [])]
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`
  const order = key.map((name, index) => `${quoted(name)} USING ${orders[index]!.less}`).join(', ')
  return `SELECT ${quotedList(columns.map(({ name }) => name))} FROM ${tableText(table)}${where} ORDER BY ${order} LIMIT ${rows}`
}

/** A condition: the row's key comes after the given one, as its index orders them. */
function isAfter({ key, orders, columns }: SourceTable): string {
  const parts = key.map((name, index) => {
    const { typeName } = columns.find((column) => column.name === name)!
    return { name: quoted(name), value: `$${index + 1}::${typeName}`, ...orders[index]! }
  })
  const [first, ...others] = parts as [(typeof parts)[number], ...typeof parts]
  // One operator compares whole rows, so the index can be used.
  if (others.every(({ greater }) => greater === first.greater)) {
    return `(${parts.map(({ name }) => name).join(', ')}) ${first.greater} (${parts.map(({ value }) => value).join(', ')})`
  }
  const later = parts.map(({ name, value, greater }, index) =>
    [
      ...parts.slice(0, index).map((before) => `${before.name} ${before.equal} ${before.value}`),
      `${name} ${greater} ${value}`,
    ].join(' AND '),
  )
  return `${first.name} ${first.atLeast} ${first.value} AND (${later.map((each) => `(${each})`).join(' OR ')})`
}

/** A table that others inherit from is read without them: each is published separately. */
export function tableText({ catalog: { schema, table, isPartitioned } }: SourceTable): string {
  return `${isPartitioned ? '' : 'ONLY '}${quoted(schema)}.${quoted(table)}`
}
