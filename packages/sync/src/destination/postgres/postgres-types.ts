import type { ColumnType } from '../../record/columns.ts'
import { columnReader } from '../read-column.ts'
import type { Names } from '../schema-evolution.ts'

/**
 * Longer names are truncated, and the next run would not find them; every table has the reserved ones (PostgreSQL 18, "System
 * Columns").
 */
export const postgresNames: Names = {
  engine: 'PostgreSQL',
  foldsCase: false,
  longestBytes: 63,
  reserved: ['ctid', 'xmin', 'xmax', 'cmin', 'cmax', 'tableoid'],
}

export const postgresTypes: Readonly<Record<ColumnType, string>> = {
  text: 'text',
  integer: 'bigint',
  number: 'double precision',
  boolean: 'boolean',
  timestamp: 'timestamp with time zone',
  date: 'date',
  json: 'jsonb',
}

export const columnOf = columnReader(postgresTypes)
