import * as z from 'zod'

export const Customer = z.object({
  id: z.string(),
  object: z.literal('customer'),
  created: z.int(),
  livemode: z.boolean(),
  email: z.string().nullish(),
  name: z.string().nullish(),
  phone: z.string().nullish(),
  description: z.string().nullish(),
  currency: z.string().nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
})

/** What Stripe still tells of a customer that was deleted. */
export const DeletedCustomer = z.object({ id: z.string(), object: z.literal('customer'), deleted: z.literal(true) })
