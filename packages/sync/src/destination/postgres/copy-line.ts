import type { Column, ColumnType } from '../../record/columns.ts'
import { delimitedLine } from '../delimited-line.ts'
import { jsonText } from '../json-text.ts'
import type { WriteLine } from '../lines.ts'

// PostgreSQL's texts can't hold U+0000 (PostgreSQL 18, "Character Types"), nor can its JSON.
const special = /[\\\n\r\t\0]/
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\0': '\ufffd' }
const zeroInJson = /(?<=(?:^|[^\\])(?:\\\\)*)\\u0000/g

/** A row as a line in the text format of COPY (PostgreSQL 18, COPY, "Text Format"). */
export function copyLine(columns: readonly Column[]): WriteLine {
  return delimitedLine(columns, { separator: '\t', absent: String.raw`\N`, writers })
}

function escaped(text: string): string {
  return special.test(text) ? text.replaceAll(/[\\\n\r\t\0]/g, (character) => escapes[character]!) : text
}

function withoutZero(json: string): string {
  return json.includes(String.raw`\u0000`) ? json.replaceAll(zeroInJson, '\ufffd') : json
}

/** A column may be wider than the stream's field: a number in a text column, anything in a JSON column. */
function asText(value: unknown): string {
  return escaped(typeof value === 'string' ? value : jsonText(value))
}

const writers: Readonly<Record<ColumnType, (value: unknown) => string>> = {
  text: asText,
  integer: asText,
  number: asText,
  boolean: (value) => (value === true ? 't' : value === false ? 'f' : asText(value)),
  timestamp: asText,
  date: asText,
  json: (value) => escaped(withoutZero(jsonText(value))),
}
