import type { Column, ColumnType } from '../../record/columns.ts'
import type { WriteLine } from '../lines.ts'

const special = /[\\\n\r\t]/
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** A row as a line in the text format of COPY (PostgreSQL 18, COPY, "Text Format"). */
export function copyLine(columns: readonly Column[]): WriteLine {
  const fields = columns.map(({ name, type }) => ({ name, write: writers[type] }))
  return (row) => {
    let text = ''
    let separator = ''
    for (const { name, write } of fields) {
      const value = row[name]
      text += separator + (value === undefined || value === null ? String.raw`\N` : write(value))
      separator = '\t'
    }
    return `${text}\n`
  }
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
