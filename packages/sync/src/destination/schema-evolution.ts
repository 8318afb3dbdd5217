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

/** How a table has to change before a stream can land in it. */
export interface Evolution {
  /** The columns that the table has once it is prepared. */
  readonly columns: readonly Column[]
  /** Of those, the ones that this stream fills. */
  readonly filled: readonly Column[]
  readonly changes: readonly SchemaChange[]
}

/**
 * What a stream's columns do to the table that is there. A column that the stream no longer has stays, empty in new records. Throws
 * a SyncError where the policy is to freeze.
 */
export function evolve(stream: LandingStream, existing: readonly Column[] | undefined): Evolution {
  const wanted = withMark(stream, existing)
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

/** A table that marked deletions once is filled with the mark ever after: a record that is there again must lose it. */
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
    `${name}: its schema has changed, and its policy is to freeze: ${told.join('; ')}. Nothing was read. State schemaChanges 'evolve' or 'discard', or load it into another dataset`,
    { stream: name },
  )
}
