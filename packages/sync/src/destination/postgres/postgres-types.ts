import type { Column, ColumnType } from '../../record/columns.ts'
import { SyncError } from '../../sync-error.ts'

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
