import { z } from '@portico/core/contract'
import { nullishInteger, nullishText } from './nullish.ts'

export const Price = z.object({
  id: z.string(),
  object: z.literal('price'),
  product: z.string(),
  active: z.boolean(),
  currency: z.string(),
  created: z.int(),
  livemode: z.boolean(),
  type: z.string(),
  unit_amount: nullishInteger,
  nickname: nullishText,
  lookup_key: nullishText,
  recurring: z.object({ interval: z.string(), interval_count: z.int() }).nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
})
