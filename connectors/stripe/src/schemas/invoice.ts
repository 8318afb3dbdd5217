import * as z from 'zod'

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
  status: z.string().nullish(),
  customer: z.string().nullish(),
  number: z.string().nullish(),
  description: z.string().nullish(),
  due_date: z.int().nullish(),
  hosted_invoice_url: z.string().nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
})

export const DeletedInvoice = z.object({ id: z.string(), object: z.literal('invoice'), deleted: z.literal(true) })
