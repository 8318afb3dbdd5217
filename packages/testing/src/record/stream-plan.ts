import type { RequestFields } from '@portico/core/streams'
import type { Scenario } from '../recording/stream-recording.ts'
import type { TestedSource } from '../streams/stream-table.ts'
import type { DescribedAnswer, Step } from './recording-plan.ts'

/** What to read from a stream, and how to record it. */
export interface StreamRead {
  readonly scenario: Scenario
  readonly slice?: Readonly<Record<string, unknown>>
  /** With `since`: the cursor's saved value, as the vendor writes it. */
  readonly since?: string | number
  /** Values instead of the stream's own: smaller pages make small recordings. */
  readonly fields?: RequestFields
  /** Most pages to read. Default: all. */
  readonly pages?: number
}

type StreamsOf<S> = S extends { readonly streams: infer Streams } ? keyof Streams & string : never

/**
 * Reads pages of a stream and writes `recordings/streams/<stream>-<scenario>.json`. Returns the records as the vendor sent them.
 */
export type ReadStream<S> = (stream: StreamsOf<S>, read: StreamRead) => Promise<readonly Readonly<Record<string, unknown>>[]>

/** Defines how a source's recordings are made: after those of the connector's operations, against the same server. */
export interface StreamPlan<S = TestedSource, C = unknown> {
  readonly source: S
  /** `step` creates what is to be read, with calls that are `unrecorded`. */
  readonly record?: (read: ReadStream<S>, step: Step<C>) => Promise<void>
  /** What no server here provides: the source renders the requests, and the vendor's documents give the answers. */
  readonly described?: {
    readonly source: string
    readonly recordings: readonly (StreamRead & { readonly stream: StreamsOf<S>; readonly answers: readonly DescribedAnswer[] })[]
  }
}
