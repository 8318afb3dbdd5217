import type { Client } from 'pg'
import { quotedList } from '../destination/sql-text.ts'
import type { TextRow } from './connection.ts'
import { bytesPerPiece, recordOf, tableText } from './copy-table.ts'
import type { RowChange } from './row-changes.ts'
import { rowPieces } from './row-pieces.ts'
import type { SourceTable } from './source-table.ts'

const changesPerQuestion = 100

export interface Completed {
  readonly changes: readonly RowChange[]
  /** Bytes read from the table for them. */
  readonly bytes: number
}

/**
 * Completes changes whose message omits unchanged values that are stored out of line, by reading them from the table as it is
 * now. That may be a later value than the change's own; then the later change is in the log too, and follows. A row that no
 * longer exists is left out: its deletion is in the log as well. Such values are large, so the changes come in pieces that fit
 * into memory, in order.
 */
export async function* complete(client: Client, table: SourceTable, changes: readonly RowChange[]): AsyncGenerator<Completed> {
  if (!changes.some(isIncomplete)) return yield { changes, bytes: 0 }
  const told = withoutRepeats(table, changes)
  for (let from = 0; from < told.length; from += changesPerQuestion) {
    yield* completeFew(client, table, told.slice(from, from + changesPerQuestion))
  }
}

async function* completeFew(client: Client, table: SourceTable, changes: readonly RowChange[]): AsyncGenerator<Completed> {
  const asked = changes.flatMap((change, place) => (isIncomplete(change) ? [{ place, keyTexts: change.keyTexts }] : []))
  if (asked.length === 0) return yield { changes, bytes: 0 }
  const values = table.key.map((_, part) => asked.map(({ keyTexts }) => keyTexts[part]))
  let from = 0
  for await (const { rows, bytes, isLast } of rowPieces(client, { text: questionText(table), values }, bytesPerPiece)) {
    // Rows come in the order in which they were requested, so all changes up to the last row can be passed on.
    const found = new Map(rows.map((row) => [asked[numberOf(row) - 1]!.place, row]))
    const until = isLast ? changes.length : asked[numberOf(rows.at(-1)!) - 1]!.place + 1
    yield {
      changes: changes.slice(from, until).flatMap((change, index) => filled(table, change, found.get(from + index))),
      bytes,
    }
    from = until
  }
}

function isIncomplete({ missing }: RowChange): boolean {
  return missing.length > 0
}

/** Several changes to a row would all be completed with its current values, so the last one is enough. */
function withoutRepeats({ key }: SourceTable, changes: readonly RowChange[]): readonly RowChange[] {
  const later = new Set<string>()
  const kept: RowChange[] = []
  for (const change of changes.toReversed()) {
    const row = JSON.stringify(key.map((name) => change.record[name]))
    if (isIncomplete(change) && later.has(row)) continue
    if (change.deleted) later.delete(row)
    else later.add(row)
    kept.push(change)
  }
  return kept.toReversed()
}

function filled(table: SourceTable, change: RowChange, row: TextRow | undefined): readonly RowChange[] {
  if (!isIncomplete(change)) return [change]
  if (!row) return []
  const now = recordOf(table, row)
  const missing = Object.fromEntries(change.missing.map((name) => [name, now[name]]))
  // Not added to the change, which is held until the last of them has been passed on.
  return [{ ...change, record: { ...change.record, ...missing }, missing: [] }]
}

/** A row's place among those requested, from 1. */
function numberOf(row: TextRow): number {
  return Number(row.at(-1))
}

function questionText(table: SourceTable): string {
  const { key, orders, columns } = table
  const names = quotedList(
    columns.map(({ name }) => name),
    't.',
  )
  const arrays = key.map((name, index) => {
    const { typeName } = columns.find((column) => column.name === name)!
    return `$${index + 1}::text[]::${typeName}[]`
  })
  // A name that no column is likely to have.
  const keys = key.map((_, index) => `key_${index}`)
  const same = key.map((name, index) => `t.${quotedList([name])} ${orders[index]!.equal} k.${keys[index]}`).join(' AND ')
  return `SELECT ${names}, k.place FROM ${tableText(table)} t JOIN unnest(${arrays.join(', ')}) WITH ORDINALITY k(${keys.join(', ')}, place) ON ${same} ORDER BY k.place`
}
