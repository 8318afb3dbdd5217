import { z } from '@portico/core/contract'
import { nullishInteger, nullishText } from './nullish.ts'

/** A payment from its offer to its end. Its client secret is for the payer, and only returned on creation. */
export const PaymentIntent = z.object({
  id: z.string(),
  object: z.literal('payment_intent'),
  amount: z.int(),
  currency: z.string(),
  // Stripe adds statuses within a version: a new one breaks no promise.
  status: z.string(),
  created: z.int(),
  livemode: z.boolean(),
  amount_capturable: nullishInteger,
  amount_received: nullishInteger,
  capture_method: nullishText,
  customer: nullishText,
  description: nullishText,
  payment_method: nullishText,
  latest_charge: nullishText,
  canceled_at: nullishInteger,
  cancellation_reason: nullishText,
  metadata: z.record(z.string(), z.string()).nullish(),
})
