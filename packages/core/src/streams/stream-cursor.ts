import type { Duration } from '../contract/idempotency.ts'

/**
 * How a stream knows what it has read. Vendors round timestamps and write late, so a saved value is floored to its precision,
 * records with equal timestamps are read again, and records that land twice merge on the primary key.
 */
export interface StreamCursor<Field extends string = string> {
  /** The record's increasing field. A dotted path if it is nested: `commit.committer.date`. */
  readonly field: Field
  /**
   * The request field that takes the saved value: `since`, `created[gte]`. Without one the vendor can't filter, so everything is
   * read.
   */
  readonly since?: string
  /** The request field that says where to stop. Without one, a backfill of a range reads to the end and keeps only the range. */
  readonly until?: string
  /** What the field holds. Default: a time with a zone, in ISO 8601 or RFC 2822, or a date. */
  readonly type?: 'time' | 'epoch-seconds' | 'epoch-milliseconds' | 'number' | 'text'
  /** The precision to which the vendor rounds. */
  readonly precision: 'ms' | 's' | 'm' | 'd'
  /** Whether a record with exactly the saved value is returned again. */
  readonly boundary: 'inclusive' | 'exclusive'
  /** Only an ascending stream may checkpoint within a slice: in others, newer records come before older ones. */
  readonly order: 'ascending' | 'descending' | 'none'
  /** Records may arrive late: how far before the saved value to read again. */
  readonly lookback?: Duration
  /** The newest records may still be reordered: nothing younger than this when reading starts is saved as read. */
  readonly settle?: Duration
  /**
   * One value for each slice, or one for a stream without slices: a value shared by all slices would skip the history of a slice
   * that is added later.
   */
  readonly state: 'slice' | 'global'
}
