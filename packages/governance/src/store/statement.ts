import type { Dialect } from './dialect.ts'

export type Value = string | number | null | Uint8Array

/** A statement of a hot path: its text is made once, and prepared once per connection. */
export interface Statement {
  /** Unique in this package: PostgreSQL keeps prepared statements by it. */
  readonly name: string
  /** Runs for one row of values: `?`, in the order of the columns. */
  readonly sqlite: string
  /** Of an insert of many rows: what stands in `sqlite` for one row. SQLite inserts sixteen that stand together in half the time. */
  readonly row?: string
  /** Runs for all rows at once: `$1` is the array of the first column's values, `unnest` turns them into rows. */
  readonly postgres: string
}

/** A connection within its transaction. */
export interface Session {
  readonly dialect: Dialect
  /** Runs the statement for each row of values, and gives what it returns for all of them, in no stated order. */
  each<Row>(statement: Statement, rows: readonly (readonly Value[])[]): Promise<readonly Row[]>
}
