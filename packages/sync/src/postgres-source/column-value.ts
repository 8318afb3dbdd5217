import { parse as parseArray } from 'postgres-array'
import type { JsonSchema } from '../record/json-schema.ts'
import { parseJson, rawNumber } from './exact-json.ts'

/** A type as `pg_type` has it. */
export interface DatabaseType {
  readonly id: number
  /** The name of a built-in type: `int4`. Empty for a user-defined type. */
  readonly name: string
  /** For a domain, the type it narrows. */
  readonly base: number | undefined
  /** For an array, the type of its elements. */
  readonly element: number | undefined
}

export type DatabaseTypes = ReadonlyMap<number, DatabaseType>

/** How values of a type become fields of a record. */
export interface ColumnValue {
  readonly schema: JsonSchema
  /** Reads PostgreSQL's text form, as `sessionParameters` shape it. */
  readonly read: (text: string) => unknown
}

const text: ColumnValue = { schema: { type: 'string' }, read: (value) => value }
const small: ColumnValue = { schema: { type: 'integer' }, read: Number }
// Exact, even beyond what a JavaScript number holds.
const big: ColumnValue = { schema: { type: 'integer' }, read: rawNumber }
// JSON has no NaN or infinities, so they stay texts, which databases can read.
const float: ColumnValue = {
  schema: { type: 'number' },
  read: (value) => {
    const number = Number(value)
    return Number.isFinite(number) ? number : value
  },
}
const json: ColumnValue = { schema: {}, read: parseJson }

/** Any type not named here is a text in PostgreSQL's own form, so nothing of it is lost. */
const values: Readonly<Record<string, ColumnValue>> = {
  bool: { schema: { type: 'boolean' }, read: (value) => value === 't' },
  int2: small,
  int4: small,
  oid: small,
  int8: big,
  float4: float,
  float8: float,
  json,
  jsonb: json,
  date: { schema: { type: 'string', format: 'date' }, read: (value) => value },
  // `2026-11-28 12:00:00.5+00`: the session's time zone is UTC.
  timestamptz: {
    schema: { type: 'string', format: 'date-time' },
    read: (value) => (value.endsWith('+00') ? `${value.slice(0, -3).replace(' ', 'T')}Z` : value),
  },
  timestamp: { schema: { type: 'string' }, read: (value) => value.replace(' ', 'T') },
  uuid: { schema: { type: 'string', format: 'uuid' }, read: (value) => value },
  bytea: { schema: { type: 'string' }, read: (value) => Buffer.from(value.slice(2), 'hex').toString('base64') },
}

/** The form of a type's values. An unknown type is a text. */
export function columnValue(types: DatabaseTypes, id: number): ColumnValue {
  const type = types.get(id)
  if (!type) return text
  if (type.base !== undefined) return columnValue(types, type.base)
  if (type.element !== undefined) {
    const { read } = columnValue(types, type.element)
    // The element type is left open: PostgreSQL does not fix how many dimensions a column has.
    return { schema: { type: 'array' }, read: (value) => parseArray(value, read) }
  }
  return values[type.name] ?? text
}
