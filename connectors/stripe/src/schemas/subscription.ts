import { z } from '@portico/core/contract'
import { nullishInteger, nullishText } from './nullish.ts'

/** Billing periods have belonged to the items since 2025-03-31.basil, so the subscription promises none. */
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
    data: z.array(z.object({ id: z.string(), price: z.object({ id: z.string() }), quantity: nullishInteger })),
    has_more: z.boolean(),
  }),
  cancel_at: nullishInteger,
  canceled_at: nullishInteger,
  ended_at: nullishInteger,
  latest_invoice: nullishText,
  description: nullishText,
  metadata: z.record(z.string(), z.string()).nullish(),
})
