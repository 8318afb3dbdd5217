import type { Attempt } from '../contract/receipt.ts'
import type { CallSpan } from '../ports/telemetry.ts'

/** One page of one slice of a stream. */
export interface PageRequest {
  /** Fields of the slice; undefined for a stream without slices. */
  readonly slice?: unknown
  /** A value of the stream's cursor, as the vendor writes it. Ignored if the vendor can't filter by it. */
  readonly since?: string | number
  readonly until?: string | number
  /** `next` of the previous page. */
  readonly cursor?: string
  readonly signal?: AbortSignal
  /** Called with the milliseconds before the page waits for the vendor's limit. */
  readonly waiting?: (ms: number) => void
  /** The parent span of the page's requests. */
  readonly span?: CallSpan
}

/** A page that was read. Its records are as the vendor sent them: checking them is up to the reader. */
export interface StreamPage {
  readonly records: readonly unknown[]
  /** Undefined on the last page. */
  readonly next: string | undefined
  /** Size of the answer's body, after decompression. */
  readonly bytes: number
  readonly attempts: readonly Attempt[]
  readonly vendorRequestId: string | undefined
  readonly rateLimitRemaining: number | undefined
  /**
   * The vendor's deprecation notice for what was read (`Deprecation`, `Sunset`), in a sentence of ours; undefined if there is
   * none.
   */
  readonly ending: string | undefined
}
