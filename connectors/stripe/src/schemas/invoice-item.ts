import { z } from '@portico/core/contract'
import { nullishInteger, nullishText } from './nullish.ts'

export const InvoiceItem = z.object({
  id: z.string(),
  object: z.literal('invoiceitem'),
  amount: z.int(),
  currency: z.string(),
  customer: z.string(),
  livemode: z.boolean(),
  invoice: nullishText,
  description: nullishText,
  quantity: nullishInteger,
  metadata: z.record(z.string(), z.string()).nullish(),
})

export const DeletedInvoiceItem = z.object({ id: z.string(), object: z.literal('invoiceitem'), deleted: z.literal(true) })
