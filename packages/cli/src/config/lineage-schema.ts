import * as z from 'zod'

const namespace = z.string().trim().min(1).optional()

/** Where lineage goes: to a file, or to a receiver through a folder that keeps what it has not taken. */
export const lineageSchema = z.union(
  [
    z.strictObject({ namespace, file: z.string().min(1) }),
    z.strictObject({
      namespace,
      url: z.url(),
      token: z.strictObject({ env: z.string().min(1) }).optional(),
      outbox: z.string().min(1),
    }),
  ],
  { error: "expected { file: './lineage.jsonl' }, or { url: 'https://…', outbox: './lineage-outbox' }" },
)
