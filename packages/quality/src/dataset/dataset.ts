import type { Dialect, Statement } from '../sql/dialect.ts'
import type { Sql, ValueType } from '../sql/sql.ts'

/** What a column's values can be compared with: numbers with numbers, and so on. */
export type ColumnKind = 'number' | 'text' | 'boolean' | 'temporal' | 'other'

export interface Column {
  readonly name: string
  /** As the database writes it, such as `DECIMAL(18,2)`. */
  readonly type: string
  readonly kind: ColumnKind
  /** For a temporal column: the type of a bound value. */
  readonly valueType: ValueType
}

/** A value of a row: times as ISO 8601 texts, integers beyond 2^53 as texts. */
export type Cell = string | number | boolean | null

/** A table or view that expectations are evaluated over. */
export interface Dataset {
  readonly name: string
  readonly dialect: Dialect
  readonly relation: Sql
  columns(): Promise<readonly Column[]>
  /** Another table of the same database, by its name as a suite writes it: `table` or `schema.table`. */
  other(name: string): Sql
  query(statement: Statement): Promise<readonly (readonly Cell[])[]>
}
