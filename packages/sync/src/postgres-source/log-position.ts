import { SyncError } from '../sync-error.ts'
import { parseLsn, writeLsn } from './lsn.ts'
import type { Lsn } from './pgoutput/message.ts'

/**
 * Where a table's replication stands. It lands with the rows, as a slice's `position`, so that it is never ahead of them.
 *
 * - `creating`: a slot of this name is about to be made, and may be there already; nothing has been read by it.
 * - `copying`: the slot holds the log from `lsn` on, and the table's rows up to the key `after` have landed.
 * - `following`: all that was committed before `lsn` has landed.
 */
export interface LogPosition {
  readonly phase: 'creating' | 'copying' | 'following'
  readonly slot: string
  /** While `creating`: slots that earlier readings of the table left. */
  readonly replaces: readonly string[]
  readonly lsn: Lsn
  /** Values of the key in PostgreSQL's text form; undefined at the start of the table, and once it is copied. */
  readonly after: readonly string[] | undefined
  /** The table's own id: one that is dropped and made anew is another table. */
  readonly table: number
  readonly key: readonly string[]
  /** What each column was, by its number. */
  readonly columns: Readonly<Record<number, string>>
  /** Names that were another column's: in the log up to the end of the pass they may still be that one's. */
  readonly moved: readonly string[]
  /** The highest number that a column had, published or not. */
  readonly width: number
  /** The file that its rows were in. */
  readonly file: number | undefined
  /** By what the publication had it. */
  readonly publishedBy: readonly string[]
  /** Which rows were published. */
  readonly filter: string | undefined
}

export function writePosition({ lsn, ...position }: LogPosition): string {
  return JSON.stringify({ ...position, lsn: writeLsn(lsn) })
}

/** Throws a SyncError for what this package did not write. */
export function readPosition(stream: string, text: string): LogPosition {
  const unread = (): SyncError =>
    new SyncError('state_version', `${stream}: its position is not one that this package wrote: read it anew in full`, { stream })
  let written: Readonly<Record<string, unknown>>
  try {
    written = JSON.parse(text) as typeof written
  } catch {
    throw unread()
  }
  const { slot, key, replaces, moved, publishedBy } = written
  const lsn = typeof written['lsn'] === 'string' ? parseLsn(written['lsn']) : undefined
  if (lsn === undefined || typeof slot !== 'string' || !/^[a-z0-9_]{1,63}$/.test(slot)) throw unread()
  if (![key, replaces, moved, publishedBy].every(Array.isArray)) throw unread()
  return { ...(written as unknown as LogPosition), lsn }
}
