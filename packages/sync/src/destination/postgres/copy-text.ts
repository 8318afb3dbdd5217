import type { Column, ColumnType } from '../../record/columns.ts'
import type { Row } from '../../record/compile-record.ts'

const rowsPerChunk = 1_000
const special = /[\\\n\r\t]/
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** Rows in the text format of COPY (PostgreSQL 18, COPY, "Text Format"), in chunks. */
export function* copyText(rows: readonly Row[], columns: readonly Column[]): Generator<Buffer> {
  const fields = columns.map(({ name, type }) => ({ name, write: writers[type] }))
  let text = ''
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index]!
    let separator = ''
    for (const { name, write } of fields) {
      const value = row[name]
      text += separator + (value === undefined || value === null ? String.raw`\N` : write(value))
      separator = '\t'
    }
    text += '\n'
    if ((index + 1) % rowsPerChunk === 0) {
      yield Buffer.from(text)
      text = ''
    }
  }
  if (text !== '') yield Buffer.from(text)
}

function escaped(text: string): string {
  return special.test(text) ? text.replaceAll(/[\\\n\r\t]/g, (character) => escapes[character]!) : text
}

/** A column may be wider than the stream's field: a number in a text column, anything in one of JSON. */
function asText(value: unknown): string {
  return escaped(typeof value === 'string' ? value : JSON.stringify(value))
}

const writers: Readonly<Record<ColumnType, (value: unknown) => string>> = {
  text: asText,
  integer: asText,
  number: asText,
  boolean: (value) => (value === true ? 't' : value === false ? 'f' : asText(value)),
  timestamp: asText,
  date: asText,
  json: (value) => escaped(JSON.stringify(value)),
}
