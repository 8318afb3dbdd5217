import type { VendorIdentity } from '@portico/core'
import type { Source } from '@portico/core/streams'

/** What one stream's tests have of their own; mostly nothing. */
export interface StreamEntry {
  /** Scenarios that can't be recorded, each with the reason: `{ empty: 'a workspace always has its bot' }`. */
  readonly without?: { readonly empty?: string }
}

/** A source's contract tests. */
export interface StreamTable<S = Source<object>> {
  /** Made up, and 12 characters at least: each secret is searched for in everything that a page leaves behind. */
  readonly credentials: unknown
  /** Settings of the connection, for a vendor that has some. */
  readonly settings?: Readonly<Record<string, unknown>>
  /** The folder of recordings; those of streams are in its `streams/`: `new URL('./recordings/', import.meta.url)`. */
  readonly recordings: URL
  /** Every stream of the source; one that is not here fails the suite. */
  readonly streams: S extends { readonly streams: infer Streams }
    ? { readonly [Name in keyof Streams & string]: StreamEntry }
    : never
  /** Shapes of what looks like a secret in a recording and is none: those of the plan. */
  readonly harmless?: readonly RegExp[]
  /** The day on which recordings are compared with their expiry. Default: today. */
  readonly today?: Date
}

/** Any source, with its types kept. */
export interface TestedSource {
  readonly vendor: VendorIdentity
  readonly version: string
  readonly streams: object
}
