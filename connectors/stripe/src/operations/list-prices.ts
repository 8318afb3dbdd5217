import { lastItem, z } from '@portico/core/contract'
import { identifier } from '../schemas/identifier.ts'
import { pageSize, timeRange } from '../schemas/listing.ts'
import { currency } from '../schemas/money.ts'
import { Price } from '../schemas/price.ts'
import { stripeVendor } from '../vendor.ts'

export const listPrices = stripeVendor.query('GET /v1/prices', {
  summary: 'Prices, newest first.',
  title: { en: 'List prices', ar: 'سرد الأسعار' },
  input: z.object({
    product: identifier.optional(),
    active: z.boolean().optional(),
    type: z.enum(['one_time', 'recurring']).optional(),
    currency: currency.optional(),
    lookup_keys: z.array(z.string().min(1).max(200)).min(1).max(10).optional(),
    created: timeRange.optional(),
    limit: pageSize,
  }),
  output: z.array(Price),
  pick: 'data',
  page: lastItem('starting_after', 'has_more'),
  examples: [
    { product: 'prod_NWjs8kKbJWmuuc', active: true, limit: 2 },
    {
      type: 'recurring',
      currency: 'sar',
      lookup_keys: ['pro_monthly', 'pro_quarterly'],
      created: { gte: 1_761_955_200, lt: 1_764_547_200 },
    },
  ],
})
