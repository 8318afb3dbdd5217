import * as z from 'zod'

/** Billing periods are the items' own since 2025-03-31.basil, so the subscription promises none. */
export const Subscription = z.object({
  id: z.string(),
  object: z.literal('subscription'),
  status: z.string(),
  customer: z.string(),
  currency: z.string(),
  created: z.int(),
  start_date: z.int(),
  livemode: z.boolean(),
  collection_method: z.string(),
  cancel_at_period_end: z.boolean(),
  billing_cycle_anchor: z.int(),
  items: z.object({
    data: z.array(z.object({ id: z.string(), price: z.object({ id: z.string() }), quantity: z.int().nullish() })),
    has_more: z.boolean(),
  }),
  cancel_at: z.int().nullish(),
  canceled_at: z.int().nullish(),
  ended_at: z.int().nullish(),
  latest_invoice: z.string().nullish(),
  description: z.string().nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
})
