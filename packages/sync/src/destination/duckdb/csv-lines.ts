import type { Column, ColumnType } from '../../record/columns.ts'
import type { Row } from '../../record/compile-record.ts'

const linesPerPiece = 2_000

/**
 * Rows as CSV (RFC 4180) in pieces, so that a batch is never held twice. Texts are quoted and an absent value is nothing at all, which
 * tells it from an empty text. `told` gets the longest line's length.
 */
export function* csvLines(rows: Iterable<Row>, columns: readonly Column[], told: { longest: number }): Generator<string> {
  const fields = columns.map(({ name, type }) => ({ name, write: writers[type] }))
  let text = ''
  let lines = 0
  for (const row of rows) {
    const before = text.length
    let separator = ''
    for (const { name, write } of fields) {
      const value = row[name]
      text += value === undefined || value === null ? separator : separator + write(value)
      separator = ','
    }
    text += '\n'
    if (text.length - before > told.longest) told.longest = text.length - before
    if (++lines % linesPerPiece === 0) {
      yield text
      text = ''
    }
  }
  if (text !== '') yield text
}

function quotedText(text: string): string {
  return text.includes('"') ? `"${text.replaceAll('"', '""')}"` : `"${text}"`
}

/** A column may be wider than the stream's field: a number in a text column, anything in one of JSON. */
function asText(value: unknown): string {
  return quotedText(typeof value === 'string' ? value : JSON.stringify(value))
}

function asNumber(value: unknown): string {
  return typeof value === 'number' ? String(value) : asText(value)
}

const writers: Readonly<Record<ColumnType, (value: unknown) => string>> = {
  text: asText,
  integer: asNumber,
  number: asNumber,
  boolean: (value) => (value === true ? 'true' : value === false ? 'false' : asText(value)),
  timestamp: asText,
  date: asText,
  json: (value) => quotedText(JSON.stringify(value)),
}
