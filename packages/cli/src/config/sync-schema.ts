import * as z from 'zod'

const positive = z.number().int().positive()
const text = z.string().min(1)

const engine = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('local'), journal: text.optional(), slots: positive.optional() }),
  z.strictObject({
    kind: z.literal('restate'),
    ingress: z.array(z.url()).min(1),
    admin: z.array(z.url()).min(1),
    token: z.strictObject({ env: text }).optional(),
    worker: z
      .strictObject({
        host: text.optional(),
        port: positive.max(65_535).optional(),
        uri: z.url().optional(),
        identityKeys: z.array(text).min(1).optional(),
      })
      .optional(),
  }),
])

const schedule = z.strictObject({
  cron: text,
  timezone: text.optional(),
  connector: text,
  to: text,
  streams: z.array(text).min(1).optional(),
  dataset: text.optional(),
  settings: z.record(z.string(), z.unknown()).optional(),
  mode: z.enum(['append', 'overwrite', 'append_dedup']).optional(),
  deletes: z.enum(['hard', 'soft']).optional(),
  schemaChanges: z.enum(['evolve', 'freeze', 'discard']).optional(),
})

export const syncSchema = z.strictObject({
  engine: engine.optional(),
  concurrency: z
    .strictObject({ perConnector: positive.optional(), connectors: z.record(z.string(), positive).optional() })
    .optional(),
  schedules: z.record(z.string(), schedule).optional(),
})
