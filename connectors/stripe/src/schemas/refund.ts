import { z } from '@portico/core/contract'
import { nullishText } from './nullish.ts'

export const Refund = z.object({
  id: z.string(),
  object: z.literal('refund'),
  amount: z.int(),
  currency: z.string(),
  created: z.int(),
  status: nullishText,
  charge: nullishText,
  payment_intent: nullishText,
  balance_transaction: nullishText,
  reason: nullishText,
  failure_reason: nullishText,
  metadata: z.record(z.string(), z.string()).nullish(),
})
