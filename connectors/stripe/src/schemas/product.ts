import { z } from '@portico/core/contract'
import { nullishText } from './nullish.ts'

export const Product = z.object({
  id: z.string(),
  object: z.literal('product'),
  name: z.string(),
  active: z.boolean(),
  created: z.int(),
  livemode: z.boolean(),
  description: nullishText,
  default_price: nullishText,
  url: nullishText,
  metadata: z.record(z.string(), z.string()).nullish(),
})
