import type { Column, ColumnType } from '../record/columns.ts'
import { SyncError } from '../sync-error.ts'

/** Maps a table's columns back to the types that a sync made them from. Throws a SyncError for a type that no sync makes. */
export function columnReader(
  types: Readonly<Record<ColumnType, string>>,
): (table: string, name: string, physical: string) => Column {
  const columnTypes: ReadonlyMap<string, ColumnType> = new Map(
    Object.entries(types).map(([type, physical]) => [physical, type as ColumnType]),
  )
  return (table, name, physical) => {
    const type = columnTypes.get(physical)
    if (type) return { name, type }
    const problem = `${table}.${name} is of type ${physical}, which no sync creates: load into another dataset`
    throw new SyncError('destination_refused', problem)
  }
}
