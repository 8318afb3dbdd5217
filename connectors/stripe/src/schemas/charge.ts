import * as z from 'zod'

export const Charge = z.object({
  id: z.string(),
  object: z.literal('charge'),
  amount: z.int(),
  currency: z.string(),
  status: z.string(),
  created: z.int(),
  livemode: z.boolean(),
  paid: z.boolean().nullish(),
  captured: z.boolean().nullish(),
  refunded: z.boolean().nullish(),
  disputed: z.boolean().nullish(),
  amount_captured: z.int().nullish(),
  amount_refunded: z.int().nullish(),
  balance_transaction: z.string().nullish(),
  customer: z.string().nullish(),
  payment_intent: z.string().nullish(),
  failure_code: z.string().nullish(),
  failure_message: z.string().nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
})
