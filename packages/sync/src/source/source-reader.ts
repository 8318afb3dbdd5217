import type { Source } from '@portico/core/streams'
import type { CursorValue } from '../cursor/cursor-value.ts'
import type { DatasetName } from '../lineage/run-event.ts'

/** A slice of a stream, and where to resume reading it. */
export interface SliceReading {
  readonly stream: string
  /** Undefined for a stream without slices. */
  readonly slice: unknown
  readonly since: CursorValue | undefined
  readonly until: CursorValue | undefined
  /** `next` of the last page that landed in this pass; undefined at the slice's start. */
  readonly next: string | undefined
  /** `position` of the last page that landed, in this pass or an earlier one. */
  readonly position: string | undefined
  /**
   * For a stream with a log: `follow` it from `position`, start `anew` with a copy of the table, whatever `position` says, or
   * leave it `unused` and read the table once.
   */
  readonly log: 'follow' | 'anew' | 'unused'
  readonly signal: AbortSignal
  /** Called before reading waits for the vendor's rate limit, with the milliseconds. */
  readonly waiting: (ms: number) => void
}

/** The content of one response. Records are as the source sent them; the reader does not check them. */
export interface ReadPage {
  /** In the order in which they happened. */
  readonly records: readonly unknown[]
  /**
   * Deleted records, by index in `records`; only their key is read. For sources that report deletions themselves: a stream's
   * tombstones are found by its own definition.
   */
  readonly deleted?: ReadonlySet<number>
  /** The table was emptied before the first of these records. */
  readonly truncated?: boolean
  /** Leads to the next page of this pass; undefined on the last one. */
  readonly next: string | undefined
  /** A place to resume from in later passes too, such as a log sequence number. */
  readonly position?: string
  /** The vendor's announcement that the endpoint will end, in a sentence. */
  readonly ending?: string
  /** What was read so far must land at once: the source waits until `acknowledge` says that it has. */
  readonly lands?: true
  readonly bytes: number
  /** Milliseconds spent waiting for the vendor's limits. */
  readonly waitedMs: number
}

/**
 * Reads a source for one account of one tenant. Vendors with an HTTP API have `httpSource`; implement this interface for other
 * kinds of source.
 */
export interface SourceReader {
  readonly source: Source<object>
  readonly tenantId: string
  readonly account: string
  /** The pages of one slice. The next one may be requested while the last one lands; the reader holds no more than that. */
  pages(reading: SliceReading): AsyncIterable<ReadPage>
  /** Called once everything up to a page's `position` is safe at the destination: the source may forget what lies before it. */
  acknowledge?(stream: string, slice: unknown, position: string): Promise<void>
  /**
   * The dataset that lineage names for a stream, where the stream is one by itself, as a table is. Default: by the vendor's
   * origin.
   */
  dataset?(stream: string): DatasetName
  /** Checks that its streams can be read, beyond having been opened. Throws the reason where they can't. */
  check?(): Promise<void>
  /** Redacts the connection's secrets from a text or an error. */
  redact<T>(value: T): T
  close(): Promise<void>
}
