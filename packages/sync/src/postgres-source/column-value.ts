import { parse as parseArray } from 'postgres-array'
import type { JsonSchema } from '../record/json-schema.ts'
import { parseJson, rawNumber } from './exact-json.ts'

/** A type as `pg_type` has it. */
export interface DatabaseType {
  readonly id: number
  /** Of PostgreSQL's own types: `int4`. Empty for one that somebody made. */
  readonly name: string
  /** Of a domain, the type that it narrows. */
  readonly base: number | undefined
  /** Of an array, the type of what is in it. */
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
// Exact whatever a number of JavaScript can hold.
const big: ColumnValue = { schema: { type: 'integer' }, read: rawNumber }
// NaN and the infinities have no number in JSON, and stay texts, which databases read.
const float: ColumnValue = {
  schema: { type: 'number' },
  read: (value) => {
    const number = Number(value)
    return Number.isFinite(number) ? number : value
  },
}
const json: ColumnValue = { schema: {}, read: parseJson }

/** What is not named here is a text, in PostgreSQL's own form: nothing of it is lost. */
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

/** The form of a type's values. A type that is not known is a text. */
export function columnValue(types: DatabaseTypes, id: number): ColumnValue {
  const type = types.get(id)
  if (!type) return text
  if (type.base !== undefined) return columnValue(types, type.base)
  if (type.element !== undefined) {
    const { read } = columnValue(types, type.element)
    // What is in them is not said: PostgreSQL does not fix how many dimensions a column has.
    return { schema: { type: 'array' }, read: (value) => parseArray(value, read) }
  }
  return values[type.name] ?? text
}
