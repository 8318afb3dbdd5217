import { z } from '@portico/core/contract'
import { nullishInteger, nullishText } from './nullish.ts'

export const Invoice = z.object({
  id: z.string(),
  object: z.literal('invoice'),
  amount_due: z.int(),
  amount_paid: z.int(),
  amount_remaining: z.int(),
  subtotal: z.int(),
  total: z.int(),
  currency: z.string(),
  collection_method: z.string(),
  attempt_count: z.int(),
  period_start: z.int(),
  period_end: z.int(),
  created: z.int(),
  livemode: z.boolean(),
  status: nullishText,
  customer: nullishText,
  number: nullishText,
  description: nullishText,
  due_date: nullishInteger,
  hosted_invoice_url: nullishText,
  metadata: z.record(z.string(), z.string()).nullish(),
})

export const DeletedInvoice = z.object({ id: z.string(), object: z.literal('invoice'), deleted: z.literal(true) })
