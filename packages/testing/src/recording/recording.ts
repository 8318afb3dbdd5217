import * as z from 'zod'

const headers = z.record(z.string(), z.string())

/** A body as stored in a file: a JSON value if the content type is JSON, else text; bytes that are not text are in `base64`. */
const content = { headers, body: z.unknown().optional(), base64: z.base64().optional() }

export const exchangeSchema = z.strictObject({
  request: z.strictObject({
    method: z.string(),
    /** Name of the declared origin; default: the operation's own. */
    origin: z.string().optional(),
    /** Path with query, percent-encoded. */
    path: z.string().startsWith('/'),
    ...content,
  }),
  response: z.strictObject({ status: z.int().min(100).max(599), ...content }),
})

/** What every recording says about itself. */
export const provenance = {
  format: z.literal(1),
  /** `recorded`: a server gave these answers. `from-description`: written from the vendor's own documents. */
  provenance: z.enum(['recorded', 'from-description']),
  /** Which server, or which document in which version. */
  source: z.string().min(1),
  /** The API version that the connector declared at the time. */
  vendorVersion: z.string().min(1),
  recordedAt: z.iso.date(),
  /** From this day on the recording fails. */
  expiresAt: z.iso.date(),
}

/** One operation, or one scenario of it, with its traffic. */
export const recordingSchema = z.strictObject({
  ...provenance,
  operation: z.string().min(1),
  input: z.unknown(),
  call: z
    .strictObject({
      actor: z.enum(['human', 'observer_agent', 'recommender_agent', 'executor_system', 'automated_workflow']).optional(),
      correlationId: z.string().min(1).optional(),
      idempotencyKey: z.string().min(1).optional(),
    })
    .optional(),
  exchanges: z.array(exchangeSchema).min(1),
  /** How the call failed; absent when it succeeded. */
  error: z.strictObject({ code: z.string(), commitState: z.string(), vendorCode: z.string().optional() }).optional(),
})

export type RecordedFile = z.output<typeof recordingSchema>
export type Exchange = RecordedFile['exchanges'][number]

/** A recording with the name of its file. */
export interface Recording extends RecordedFile {
  readonly file: string
}
