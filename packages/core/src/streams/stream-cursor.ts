import type { Duration } from '../contract/idempotency.ts'

/**
 * How a stream knows what it has read. Vendors round stamps and write late, so a saved value is floored to its precision, equal
 * stamps are read again, and what lands twice merges on the primary key.
 */
export interface StreamCursor<Field extends string = string> {
  /** The record's field that grows. A dotted path where it lies deeper: `commit.committer.date`. */
  readonly field: Field
  /** The request's field that takes the saved value: `since`, `created[gte]`. Without one the vendor can't filter: all is read. */
  readonly since?: string
  /** The request's field for where to stop. Without one a backfill of a range reads to the end and keeps the range. */
  readonly until?: string
  /** What the field holds. Default: a time with its zone, as ISO 8601 or RFC 2822 write it, or a date. */
  readonly type?: 'time' | 'epoch-seconds' | 'epoch-milliseconds' | 'number' | 'text'
  /** The vendor's own rounding. */
  readonly precision: 'ms' | 's' | 'm' | 'd'
  /** Whether a record with exactly the saved value is given again. */
  readonly boundary: 'inclusive' | 'exclusive'
  /** Only an ascending stream may checkpoint within a slice: elsewhere newer records come before older ones. */
  readonly order: 'ascending' | 'descending' | 'none'
  /** Records arrive late: this much before the saved value is read again. */
  readonly lookback?: Duration
  /** The newest records may still change places: nothing younger than this, when its reading starts, is saved as read. */
  readonly settle?: Duration
  /**
   * One value for each slice, or one for a stream without slices: one that all slices share would be past the history of a slice that
   * is added later.
   */
  readonly state: 'slice' | 'global'
}
