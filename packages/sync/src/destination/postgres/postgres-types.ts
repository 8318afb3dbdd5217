import type { Column, ColumnType } from '../../record/columns.ts'
import { SyncError } from '../../sync-error.ts'
import type { Names } from '../schema-evolution.ts'

/** Longer names are cut, and the next run would find other ones; the reserved ones are of every table (PostgreSQL 18, "System Columns"). */
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

const columnTypes: ReadonlyMap<string, ColumnType> = new Map(
  Object.entries(postgresTypes).map(([type, physical]) => [physical, type as ColumnType]),
)

export function columnOf(table: string, name: string, physical: string): Column {
  const type = columnTypes.get(physical)
  if (!type) {
    throw new SyncError(
      'destination_refused',
      `${table}.${name} is of type ${physical}, which no sync makes: load into another dataset`,
    )
  }
  return { name, type }
}
