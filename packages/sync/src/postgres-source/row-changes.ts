import { columnValue, type DatabaseTypes } from './column-value.ts'
import { type Relation, type RelationColumn, type RowMessage, type Tuple, unchanged } from './pgoutput/message.ts'
import type { SourceTable } from './source-table.ts'

/** What a logged change does to a table that merges by key. */
export interface RowChange {
  readonly record: Record<string, unknown>
  readonly deleted: boolean
  /** Columns whose value the log omits and that the message has nowhere else. */
  readonly missing: readonly string[]
  /** The row's key in PostgreSQL's text form, where columns are missing. */
  readonly keyTexts: readonly string[]
}

/**
 * Reads the changes of rows that have a relation's columns. Columns that the table has today, but the rows lack or have in
 * another type, changed after them: they count as missing, as do those whose name has `moved` to them from another column.
 */
export function compileChanges(
  table: SourceTable,
  relation: Relation,
  types: DatabaseTypes,
  moved: readonly string[] = [],
): (message: RowMessage) => readonly RowChange[] {
  const today = new Map(table.columns.map((column) => [column.name, column]))
  const isWanted = ({ name, type, modifier }: RelationColumn): boolean => {
    const column = today.get(name)
    return column !== undefined && column.type === type && column.modifier === modifier && !moved.includes(name)
  }
  const fields = relation.columns.flatMap((column, place) => (isWanted(column) ? [{ ...fieldOf(column, types), place }] : []))
  const had = new Set(fields.map(({ name }) => name))
  const since = table.columns.map(({ name }) => name).filter((name) => !had.has(name))
  const keys = new Set(table.key)
  const keyPlaces = table.key.map((key) => relation.columns.findIndex(({ name }) => name === key))

  const recordOf = (row: Tuple, old: Tuple | undefined, missing: string[]): Record<string, unknown> => {
    const record: Record<string, unknown> = {}
    for (const { name, place, read } of fields) {
      const given = row[place]!
      const text = given === unchanged ? (old?.[place] ?? unchanged) : given
      if (typeof text === 'string') record[name] = read(text)
      else if (text === null) record[name] = null
      else missing.push(name)
    }
    return record
  }
  const gone = (row: Tuple): RowChange => {
    const record: Record<string, unknown> = {}
    for (const { name, place, read } of fields) if (keys.has(name)) record[name] = read(row[place] as string)
    return { record, deleted: true, missing: [], keyTexts: [] }
  }

  return (message) => {
    if (message.kind === 'delete') return [gone(message.old.row)]
    const old = message.kind === 'update' ? message.old : undefined
    const missing: string[] = [...since]
    const record = recordOf(message.row, old?.row, missing)
    const keyTexts = missing.length === 0 ? [] : keyPlaces.map((place) => textAt(message.row, old?.row, place))
    const change = { record, deleted: false, missing, keyTexts }
    if (!old || isSameKey(old.row, message.row)) return [change]
    return [gone(old.row), change]
  }

  function isSameKey(old: Tuple, row: Tuple): boolean {
    return fields.every(({ name, place }) => !keys.has(name) || row[place] === unchanged || row[place] === old[place])
  }
}

function textAt(row: Tuple, old: Tuple | undefined, place: number): string {
  const text = row[place] === unchanged ? old?.[place] : row[place]
  if (typeof text === 'string') return text
  // PostgreSQL includes the old row for a key that is stored out of line.
  throw new RangeError('a change does not say which row it changes')
}

function fieldOf({ name, type }: RelationColumn, types: DatabaseTypes) {
  return { name, read: columnValue(types, type).read }
}
