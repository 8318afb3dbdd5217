import type { RequestFields } from '@portico/core/streams'
import type { Scenario } from '../recording/stream-recording.ts'
import type { TestedSource } from '../streams/stream-table.ts'
import type { DescribedAnswer, Step } from './recording-plan.ts'

/** What is read of a stream, and as what it is kept. */
export interface StreamRead {
  readonly scenario: Scenario
  readonly slice?: Readonly<Record<string, unknown>>
  /** With `since`: the cursor's saved value, as the vendor writes it. */
  readonly since?: string | number
  /** Values in the place of the stream's own: smaller pages make small recordings. */
  readonly fields?: RequestFields
  /** Pages to read at most. Default: all. */
  readonly pages?: number
}

type StreamsOf<S> = S extends { readonly streams: infer Streams } ? keyof Streams & string : never

/** Reads pages of a stream and writes `recordings/streams/<stream>-<scenario>.json`. Gives the records as the vendor sent them. */
export type ReadStream<S> = (stream: StreamsOf<S>, read: StreamRead) => Promise<readonly Readonly<Record<string, unknown>>[]>

/** States how a source's recordings are made. They are made after those of the connector's operations, against the same server. */
export interface StreamPlan<S = TestedSource, C = unknown> {
  readonly source: S
  /** `step` makes what is to be read: its calls are given `unrecorded`. */
  readonly record?: (read: ReadStream<S>, step: Step<C>) => Promise<void>
  /** What no server here gives: the source renders the requests, the vendor's documents say the answers. */
  readonly described?: {
    readonly source: string
    readonly recordings: readonly (StreamRead & { readonly stream: StreamsOf<S>; readonly answers: readonly DescribedAnswer[] })[]
  }
}
