import type { ColumnType } from '../../record/columns.ts'
import { columnReader } from '../read-column.ts'
import type { Names } from '../schema-evolution.ts'

/** Also of files, which DuckDB merges. */
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
