import type { ColumnType } from '../../record/columns.ts'
import { columnReader } from '../read-column.ts'
import type { Names } from '../schema-evolution.ts'

/** Used for files too, since DuckDB merges them. */
export const duckdbNames: Names = { engine: 'DuckDB', foldsCase: true, longestBytes: Infinity, reserved: [] }

export const duckdbTypes: Readonly<Record<ColumnType, string>> = {
  text: 'VARCHAR',
  integer: 'BIGINT',
  number: 'DOUBLE',
  boolean: 'BOOLEAN',
  timestamp: 'TIMESTAMP WITH TIME ZONE',
  date: 'DATE',
  json: 'JSON',
}

export const columnOf = columnReader(duckdbTypes)
