import * as z from 'zod'

export const InvoiceItem = z.object({
  id: z.string(),
  object: z.literal('invoiceitem'),
  amount: z.int(),
  currency: z.string(),
  customer: z.string(),
  livemode: z.boolean(),
  invoice: z.string().nullish(),
  description: z.string().nullish(),
  quantity: z.int().nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
})

export const DeletedInvoiceItem = z.object({ id: z.string(), object: z.literal('invoiceitem'), deleted: z.literal(true) })
