import { type Column, type ColumnType, widened } from '../record/columns.ts'
import { SyncError } from '../sync-error.ts'
import { deletedAt, type LandingStream } from './destination.ts'

/** A difference between a stream's columns and its table's. */
export type SchemaChange =
  | { readonly change: 'added'; readonly column: string; readonly to: ColumnType; readonly outcome: 'evolved' | 'discarded' }
  | {
      readonly change: 'widened'
      readonly column: string
      readonly from: ColumnType
      readonly to: ColumnType
      readonly outcome: 'evolved' | 'discarded'
    }

/** How a table must change before a stream can land in it. */
export interface Evolution {
  /** The table's columns once it is prepared. */
  readonly columns: readonly Column[]
  /** Those of them that this stream fills. */
  readonly filled: readonly Column[]
  readonly changes: readonly SchemaChange[]
}

/**
 * Compares a stream's columns with the existing table. A column that the stream no longer has stays, empty in new records. Throws
 * a SyncError where the policy is to freeze.
 */
export function evolve(stream: LandingStream, existing: readonly Column[] | undefined, names: Names): Evolution {
  const wanted = withMark(stream, existing)
  checkNames(stream, [...wanted, ...(existing ?? [])], names)
  if (!existing) return { columns: wanted, filled: wanted, changes: [] }
  const there = new Map(existing.map((column) => [column.name, column]))
  const columns = new Map(there)
  const filled: Column[] = []
  const changes: SchemaChange[] = []
  const discards = stream.schemaChanges === 'discard'
  const outcome = discards ? 'discarded' : 'evolved'
  for (const column of wanted) {
    const own = column.name === deletedAt.name
    const before = there.get(column.name)
    const type = before ? widened(before.type, column.type) : column.type
    if (before?.type === type) filled.push(before)
    else if (discards && !own && !stream.primaryKey.includes(column.name)) {
      changes.push(
        before
          ? { change: 'widened', column: column.name, from: before.type, to: type, outcome }
          : { change: 'added', column: column.name, to: type, outcome },
      )
    } else {
      const evolved = { name: column.name, type }
      columns.set(column.name, evolved)
      filled.push(evolved)
      if (own) continue
      changes.push(
        before
          ? { change: 'widened', column: column.name, from: before.type, to: type, outcome }
          : { change: 'added', column: column.name, to: type, outcome },
      )
    }
  }
  if (stream.schemaChanges === 'freeze' && changes.length > 0) throw frozen(stream, changes)
  return { columns: [...columns.values()], filled, changes }
}

/** The column names that an engine can't take. */
export interface Names {
  /** Name of the engine. */
  readonly engine: string
  /** The engine treats names that differ only in case as one. */
  readonly foldsCase: boolean
  readonly longestBytes: number
  readonly reserved: readonly string[]
}

/**
 * Called before anything is read: otherwise the engine would fail at the first batch or the end of a pass, or truncate a name
 * silently.
 */
function checkNames({ name: stream }: LandingStream, columns: readonly Column[], names: Names): void {
  const { engine, foldsCase, longestBytes, reserved } = names
  const refused = (problem: string): SyncError => new SyncError('destination_refused', `${stream}: ${problem}`, { stream })
  const known = new Map<string, string>()
  for (const { name } of columns) {
    if (Buffer.byteLength(name) > longestBytes) {
      throw refused(`${engine} truncates the name of its column ${name} at ${longestBytes} bytes: load it into DuckDB or files`)
    }
    if (reserved.includes(name))
      throw refused(`its column ${name} has a name that ${engine} reserves: load it into DuckDB or files`)
    const folded = foldsCase ? name.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()) : name
    const other = known.get(folded)
    if (other !== undefined && other !== name) {
      throw refused(
        `its columns ${other} and ${name} differ only in case, and ${engine} takes them for one: load it into PostgreSQL or, where one of them is gone, into another dataset`,
      )
    }
    known.set(folded, name)
  }
}

/** Once a table marks deletions, the mark is always written: a record that comes back must lose it. */
function withMark({ deletes, columns }: LandingStream, existing: readonly Column[] | undefined): readonly Column[] {
  const isMark = ({ name }: Column): boolean => name === deletedAt.name
  const marks = deletes === 'soft' || existing?.some(isMark) === true
  return marks && !columns.some(isMark) ? [...columns, deletedAt] : columns
}

function frozen({ name }: LandingStream, changes: readonly SchemaChange[]): SyncError {
  const told = changes.map((change) =>
    change.change === 'added'
      ? `${change.column} is new (${change.to})`
      : `${change.column} was ${change.from} and would be ${change.to}`,
  )
  return new SyncError(
    'schema_frozen',
    `${name}: its schema has changed, but its policy is to freeze: ${told.join('; ')}. Nothing was read. State schemaChanges 'evolve' or 'discard', or load it into another dataset`,
    { stream: name },
  )
}
