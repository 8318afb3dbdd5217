import { z } from '@portico/core/contract'
import { nullishFlag, nullishInteger, nullishText } from './nullish.ts'

export const Charge = z.object({
  id: z.string(),
  object: z.literal('charge'),
  amount: z.int(),
  currency: z.string(),
  status: z.string(),
  created: z.int(),
  livemode: z.boolean(),
  paid: nullishFlag,
  captured: nullishFlag,
  refunded: nullishFlag,
  disputed: nullishFlag,
  amount_captured: nullishInteger,
  amount_refunded: nullishInteger,
  balance_transaction: nullishText,
  customer: nullishText,
  payment_intent: nullishText,
  failure_code: nullishText,
  failure_message: nullishText,
  metadata: z.record(z.string(), z.string()).nullish(),
})
