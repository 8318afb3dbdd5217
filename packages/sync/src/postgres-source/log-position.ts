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
  /** While `creating`: slots left by earlier readings of the table. */
  readonly replaces: readonly string[]
  readonly lsn: Lsn
  /** Key values in PostgreSQL's text form; undefined at the start of the table, and once it is copied. */
  readonly after: readonly string[] | undefined
  /** The table's OID: a table that is dropped and recreated is another one. */
  readonly table: number
  readonly key: readonly string[]
  /** Each column's name and type, by its number. */
  readonly columns: Readonly<Record<number, string>>
  /** Names that belonged to another column: in the log up to the end of the pass they may still mean that one. */
  readonly moved: readonly string[]
  /** The highest column number, published or not. */
  readonly width: number
  /** The file that held its rows. */
  readonly file: number | undefined
  /** The publication's entries for it. */
  readonly publishedBy: readonly string[]
  /** The condition for rows to be published. */
  readonly filter: string | undefined
}

export function writePosition({ lsn, ...position }: LogPosition): string {
  return JSON.stringify({ ...position, lsn: writeLsn(lsn) })
}

/** Throws a SyncError for what this package did not write. */
export function readPosition(stream: string, text: string): LogPosition {
  const unread = (): SyncError =>
    new SyncError('state_version', `${stream}: its position was not written by this package: read it again in full`, { stream })
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
