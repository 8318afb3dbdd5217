import { type CursorValue, cursorForms } from '../cursor/cursor-value.ts'
import { deletedAt } from '../destination/destination.ts'
import type { Row } from '../record/compile-record.ts'
import type { ReadPage } from '../source/source-reader.ts'
import { SyncError } from '../sync-error.ts'
import type { StreamPlan } from './plan.ts'

/**
 * A page, ready to land: the promised fields of its records, in order; `undefined` in `rows` where the record of `keys` was
 * deleted.
 */
export interface PageRecords {
  readonly changes: readonly Change[]
  readonly high: CursorValue | undefined
  /** A record lies at or after the range's end. */
  readonly beyond: boolean
  readonly discarded: number
  readonly evolved: number
  /** How the first record that was discarded or evolved broke the promise. */
  readonly reason: string | undefined
}

export interface Change {
  readonly row: Row
  /** For a deleted record, the row is its key. */
  readonly deleted: boolean
}

/** The cursor values that belong to a backfill's range. */
export interface Range {
  readonly from?: CursorValue | undefined
  readonly to?: CursorValue | undefined
}

export type ReadRecords = (page: ReadPage, slice: unknown) => PageRecords

/**
 * Compiles a function that checks a page's records and takes their promised fields. Throws a SyncError as the stream's policy
 * says.
 */
export function compileReadRecords(plan: StreamPlan, range: Range | undefined): ReadRecords {
  const { record, rules, definition, schemaChanges } = plan
  const { primaryKey, deletes, add, cursor } = definition
  const isTombstone = tombstoneTest(definition)
  const cursorOf = cursor && valueAt(cursor.field)
  const deletedField = typeof deletes === 'object' && 'field' in deletes ? deletes.field : undefined
  const marks = plan.deletes === 'soft'

  const keyOf = (value: unknown, index: number): Row => {
    const key: Record<string, unknown> = {}
    for (const name of primaryKey) {
      const part = (value as Row | null)?.[name]
      if (part === undefined || part === null) throw keyless(plan, name, index)
      key[name] = part
    }
    return key
  }

  return (page, slice) => {
    const changes: Change[] = []
    const added = add?.({ slice })
    const seenAt = new Date().toISOString()
    let high: CursorValue | undefined
    let beyond = false
    let discarded = 0
    let evolved = 0
    let reason: string | undefined
    const raise = (at: CursorValue | undefined): void => {
      if (at !== undefined && (high === undefined || rules!.isAfter(at, high))) high = at
    }
    for (let index = 0; index < page.records.length; index++) {
      const value = page.records[index]
      // Parsed from the response only for this reading, so it may be modified.
      if (added && typeof value === 'object' && value !== null) Object.assign(value, added)
      if (page.deleted?.has(index) || isTombstone?.(value)) {
        changes.push({ row: keyOf(value, index), deleted: true })
        if (cursorOf) raise(rules!.read(cursorOf(value)))
        continue
      }
      const misfit = record.check(value)
      if (misfit) {
        keyOf(value, index)
        reason ??= misfit.message
        if (schemaChanges === 'discard') {
          discarded++
          continue
        }
        if (schemaChanges === 'freeze' || !record.isOnlyIncomplete(value))
          throw drifted(plan, `${misfit.message}; with schemaChanges 'discard' it would be left out`, index)
        evolved++
      }
      const row = record.project(value)
      if (cursorOf) {
        const at = rules!.read(cursorOf(row))
        if (at === undefined)
          throw drifted(plan, `the cursor's field ${cursor.field} is not ${cursorForms[cursor.type ?? 'time']}`, index)
        if (range && !isWithin(plan, range, at)) {
          beyond ||= range.to !== undefined && !rules!.isAfter(range.to, at)
          continue
        }
        raise(at)
      }
      if (deletedField === undefined || !isSet(row[deletedField])) changes.push({ row, deleted: false })
      // The whole record came: a table that keeps deleted records keeps its last version, even if it never had it.
      else if (marks) changes.push({ row: { ...row, [deletedAt.name]: seenAt }, deleted: false })
      else if (plan.mode === 'append') changes.push({ row, deleted: false })
      else changes.push({ row: keyOf(row, index), deleted: true })
    }
    return { changes, high, beyond, discarded, evolved, reason }
  }
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false && value !== ''
}

function isWithin({ rules }: StreamPlan, { from, to }: Range, at: CursorValue): boolean {
  return (from === undefined || !rules!.isAfter(from, at)) && (to === undefined || rules!.isAfter(to, at))
}

function tombstoneTest({ deletes }: StreamPlan['definition']): ((value: unknown) => boolean) | undefined {
  if (typeof deletes !== 'object' || !('tombstone' in deletes)) return undefined
  const { where, is } = deletes.tombstone
  const valueOf = valueAt(where)
  return (value) => valueOf(value) === is
}

/** Reads a dotted path. Most paths are a single field, which is read once for every record. */
function valueAt(dotted: string): (value: unknown) => unknown {
  const path = dotted.split('.')
  if (path.length === 1) return (value) => (typeof value === 'object' && value !== null ? (value as Row)[dotted] : undefined)
  return (value) => {
    let at = value
    for (const name of path) at = typeof at === 'object' && at !== null ? (at as Row)[name] : undefined
    return at
  }
}

function keyless({ name, definition }: StreamPlan, field: string, index: number): SyncError {
  return new SyncError(
    'missing_primary_key',
    `${name}: record ${index + 1} of a page has no ${field}, a part of its primary key (${definition.primaryKey.join(', ')}): a record that lands twice could not be merged`,
    { stream: name },
  )
}

function drifted({ name }: StreamPlan, message: string, index: number): SyncError {
  return new SyncError('contract_violation', `${name}: record ${index + 1} of a page breaks the stream's promise: ${message}`, {
    stream: name,
  })
}
