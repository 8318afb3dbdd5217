import type { Column, ColumnType } from '../../record/columns.ts'
import { delimitedLine } from '../delimited-line.ts'
import { jsonText } from '../json-text.ts'
import type { WriteLine } from '../lines.ts'

/** A row as a line of CSV (RFC 4180). Texts are quoted and an absent value is left empty, which tells it from an empty text. */
export function csvLine(columns: readonly Column[]): WriteLine {
  return delimitedLine(columns, { separator: ',', absent: '', writers })
}

function quotedText(text: string): string {
  return text.includes('"') ? `"${text.replaceAll('"', '""')}"` : `"${text}"`
}

/** A column may be wider than the stream's field: a number in a text column, anything in a JSON column. */
function asText(value: unknown): string {
  return quotedText(typeof value === 'string' ? value : jsonText(value))
}

const beforeOurEra = /^(\d+-\d\d-\d\d)(.*) BC$/

/** PostgreSQL writes the era last, which DuckDB skips: `0044-03-15 BC` would become a day AD (DuckDB 1.5.6, 2026-11-28). */
function asTime(value: unknown): string {
  if (typeof value !== 'string' || !value.endsWith(' BC')) return asText(value)
  return quotedText(value.replace(beforeOurEra, '$1 (BC)$2'))
}

function asNumber(value: unknown): string {
  return typeof value === 'number' ? String(value) : asText(value)
}

const writers: Readonly<Record<ColumnType, (value: unknown) => string>> = {
  text: asText,
  integer: asNumber,
  number: asNumber,
  boolean: (value) => (value === true ? 'true' : value === false ? 'false' : asText(value)),
  timestamp: asTime,
  date: asTime,
  json: (value) => quotedText(jsonText(value)),
}
