import { z } from '@portico/core/contract'
import { nullishText } from './nullish.ts'

export const Customer = z.object({
  id: z.string(),
  object: z.literal('customer'),
  created: z.int(),
  livemode: z.boolean(),
  email: nullishText,
  name: nullishText,
  phone: nullishText,
  description: nullishText,
  currency: nullishText,
  metadata: z.record(z.string(), z.string()).nullish(),
})

/** What Stripe still returns of a deleted customer. */
export const DeletedCustomer = z.object({ id: z.string(), object: z.literal('customer'), deleted: z.literal(true) })
