import * as z from 'zod'

/** A payment from its offer to its end. Its client secret is for whoever is to pay, and comes with its creation alone. */
export const PaymentIntent = z.object({
  id: z.string(),
  object: z.literal('payment_intent'),
  amount: z.int(),
  currency: z.string(),
  // Stripe adds statuses within a version: a new one is no broken promise.
  status: z.string(),
  created: z.int(),
  livemode: z.boolean(),
  amount_capturable: z.int().nullish(),
  amount_received: z.int().nullish(),
  capture_method: z.string().nullish(),
  customer: z.string().nullish(),
  description: z.string().nullish(),
  payment_method: z.string().nullish(),
  latest_charge: z.string().nullish(),
  canceled_at: z.int().nullish(),
  cancellation_reason: z.string().nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
})
