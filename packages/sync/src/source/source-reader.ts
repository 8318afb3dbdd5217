import type { Source } from '@portico/core/streams'
import type { CursorValue } from '../cursor/cursor-value.ts'
import type { DatasetName } from '../lineage/run-event.ts'

/** A slice of a stream, to be read from where it was left. */
export interface SliceReading {
  readonly stream: string
  /** Undefined for a stream without slices. */
  readonly slice: unknown
  readonly since: CursorValue | undefined
  readonly until: CursorValue | undefined
  /** `next` of the page that was landed last in this pass; undefined at the slice's start. */
  readonly next: string | undefined
  /** `position` of the page that was landed last, in this pass or an earlier one. */
  readonly position: string | undefined
  /**
   * Of a stream with a log: `follow` it from `position` on, start `anew` with a copy of the table, whatever `position` says, or leave
   * it `unused` and read the table once.
   */
  readonly log: 'follow' | 'anew' | 'unused'
  readonly signal: AbortSignal
  /** Told when the reading waits for the vendor's limit, in milliseconds, before it waits. */
  readonly waiting: (ms: number) => void
}

/** What came in one answer. Records are as the source sent them; checking them is not the reader's. */
export interface ReadPage {
  /** In the order in which they happened. */
  readonly records: readonly unknown[]
  /**
   * Records that were deleted, by index in `records`; of those only the key is read. For sources that tell deletions by themselves: a
   * stream's tombstones are found by what it states.
   */
  readonly deleted?: ReadonlySet<number>
  /** The table was emptied before the first of the records. */
  readonly truncated?: boolean
  /** Leads to the next page of this pass; undefined on the last one. */
  readonly next: string | undefined
  /** A place to go on from in later passes too, such as a log sequence number. */
  readonly position?: string
  /** What the vendor says of the end of what is read, in a sentence. */
  readonly ending?: string
  /** What was read so far lands at once: the source goes on when `acknowledge` has told it so. */
  readonly lands?: true
  readonly bytes: number
  /** Milliseconds that were waited for the vendor's limits. */
  readonly waitedMs: number
}

/**
 * The way to a source, for one account of one tenant. Vendors with an HTTP API have `httpSource`; another kind of source is another
 * implementation of this.
 */
export interface SourceReader {
  readonly source: Source<object>
  readonly tenantId: string
  readonly account: string
  /** The pages of one slice. The next one may be asked for while the last one lands; the reader holds no more than that. */
  pages(reading: SliceReading): AsyncIterable<ReadPage>
  /** Called once what a page said of `position` is safe at the destination: the source may forget what lies before it. */
  acknowledge?(stream: string, slice: unknown, position: string): Promise<void>
  /** What lineage calls a stream, where that is a dataset of its own, whoever reads it. Default: by the vendor's origin. */
  dataset?(stream: string): DatasetName
  /** Whether its streams can be read, beyond having been opened. Throws what keeps them from it. */
  check?(): Promise<void>
  /** Text, or an error, without the connection's secrets. */
  redact<T>(value: T): T
  close(): Promise<void>
}
