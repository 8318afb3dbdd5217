import * as z from 'zod'
import { exchangeSchema, provenance } from './recording.ts'

/** Pages of one slice of a stream, as they went over the wire. */
export const streamRecordingSchema = z.strictObject({
  ...provenance,
  stream: z.string().min(1),
  /** `pages`: from the first to the last; `since`: from a saved value on; `empty`: a slice without records. */
  scenario: z.enum(['pages', 'since', 'empty']),
  slice: z.unknown().optional(),
  since: z.union([z.string(), z.number()]).optional(),
  /** Sent instead of the stream's own values: smaller pages make small recordings. */
  fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  exchanges: z.array(exchangeSchema).min(1),
})

export type RecordedStream = z.output<typeof streamRecordingSchema>
export type Scenario = RecordedStream['scenario']

/** A recording with the name of its file. */
export interface StreamRecording extends RecordedStream {
  readonly file: string
}
