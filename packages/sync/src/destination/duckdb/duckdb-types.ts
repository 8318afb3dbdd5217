import type { Column, ColumnType } from '../../record/columns.ts'
import { SyncError } from '../../sync-error.ts'
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

const columnTypes: ReadonlyMap<string, ColumnType> = new Map(
  Object.entries(duckdbTypes).map(([type, physical]) => [physical, type as ColumnType]),
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
