import * as z from 'zod'

export const Product = z.object({
  id: z.string(),
  object: z.literal('product'),
  name: z.string(),
  active: z.boolean(),
  created: z.int(),
  livemode: z.boolean(),
  description: z.string().nullish(),
  default_price: z.string().nullish(),
  url: z.string().nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
})
