import type { VendorIdentity } from '@portico/core'
import type { Source } from '@portico/core/streams'

/** What is specific to one stream's tests; usually nothing. */
export interface StreamEntry {
  /** Scenarios that can't be recorded, each with the reason: `{ empty: 'a workspace always has its bot' }`. */
  readonly without?: { readonly empty?: string }
}

/** A source's contract tests. */
export interface StreamTable<S = Source<object>> {
  /** Made up, with at least 12 characters: each secret is searched for in everything that a page leaves behind. */
  readonly credentials: unknown
  /** Settings of the connection, if the vendor has any. */
  readonly settings?: Readonly<Record<string, unknown>>
  /** The folder of recordings; those of streams are in its `streams/`: `new URL('./recordings/', import.meta.url)`. */
  readonly recordings: URL
  /** Every stream of the source; a missing one fails the suite. */
  readonly streams: S extends { readonly streams: infer Streams }
    ? { readonly [Name in keyof Streams & string]: StreamEntry }
    : never
  /** Shapes of values in recordings that look like secrets but are not; the same as in the plan. */
  readonly harmless?: readonly RegExp[]
  /** The day with which recordings' expiry is compared. Default: today. */
  readonly today?: Date
}

/** Any source, with its types kept. */
export interface TestedSource {
  readonly vendor: VendorIdentity
  readonly version: string
  readonly streams: object
}
