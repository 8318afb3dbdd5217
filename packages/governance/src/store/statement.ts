import type { Dialect } from './dialect.ts'

export type Value = string | number | null | Uint8Array

/** A statement on a hot path: its text is built once, and prepared once per connection. */
export interface Statement {
  /** Unique in this package: PostgreSQL keeps prepared statements by name. */
  readonly name: string
  /** Runs for one row of values: `?`, in column order. */
  readonly sqlite: string
  /** For an insert of many rows: the part of `sqlite` for one row. SQLite inserts sixteen rows per statement in half the time. */
  readonly row?: string
  /** Runs for all rows at once: `$1` is the array of the first column's values, which `unnest` turns into rows. */
  readonly postgres: string
}

/** A connection within its transaction. */
export interface Session {
  readonly dialect: Dialect
  /** Runs the statement for each row of values and returns all resulting rows, in no particular order. */
  each<Row>(statement: Statement, rows: readonly (readonly Value[])[]): Promise<readonly Row[]>
}
