import type { Attempt } from '../contract/receipt.ts'
import type { CallSpan } from '../ports/telemetry.ts'

/** One page of one slice of a stream. */
export interface PageRequest {
  /** Fields of the slice; undefined for a stream without slices. */
  readonly slice?: unknown
  /** Of the stream's cursor, as the vendor writes it. Ignored where the vendor can't filter by it. */
  readonly since?: string | number
  readonly until?: string | number
  /** `next` of the page before. */
  readonly cursor?: string
  readonly signal?: AbortSignal
  /** Told when the page waits for the vendor's limit, in milliseconds, before it waits. */
  readonly waiting?: (ms: number) => void
  /** The span that the page's requests lie below. */
  readonly span?: CallSpan
}

/** What came of it. The records are as the vendor sent them: checking them is the reader's. */
export interface StreamPage {
  readonly records: readonly unknown[]
  /** Undefined on the last page. */
  readonly next: string | undefined
  /** Of the answer's body, after decompression. */
  readonly bytes: number
  readonly attempts: readonly Attempt[]
  readonly vendorRequestId: string | undefined
  readonly rateLimitRemaining: number | undefined
  /** What the vendor says of the end of what was read, by `Deprecation` and `Sunset`, in a sentence of ours; undefined where it says nothing. */
  readonly ending: string | undefined
}
