import type { Column, ColumnType } from '../../record/columns.ts'
import { jsonText } from '../json-text.ts'
import type { WriteLine } from '../lines.ts'

/** A row as a line of CSV (RFC 4180). Texts are quoted and an absent value is nothing at all, which tells it from an empty text. */
export function csvLine(columns: readonly Column[]): WriteLine {
  const fields = columns.map(({ name, type }) => ({ name, write: writers[type] }))
  return (row) => {
    let text = ''
    let separator = ''
    for (const { name, write } of fields) {
      const value = row[name]
      text += value === undefined || value === null ? separator : separator + write(value)
      separator = ','
    }
    return `${text}\n`
  }
}

function quotedText(text: string): string {
  return text.includes('"') ? `"${text.replaceAll('"', '""')}"` : `"${text}"`
}

/** A column may be wider than the stream's field: a number in a text column, anything in one of JSON. */
function asText(value: unknown): string {
  return quotedText(typeof value === 'string' ? value : jsonText(value))
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
  json: (value) => quotedText(jsonText(value)),
}
