import { lastItem, z } from '@portico/core/contract'
import { identifier } from '../schemas/identifier.ts'
import { pageSize, timeRange } from '../schemas/listing.ts'
import { Product } from '../schemas/product.ts'
import { stripeVendor } from '../vendor.ts'

export const listProducts = stripeVendor.query('GET /v1/products', {
  summary: 'Products, newest first.',
  title: { en: 'List products', ar: 'سرد المنتجات' },
  input: z.object({
    active: z.boolean().optional(),
    ids: z.array(identifier).min(1).max(100).optional(),
    created: timeRange.optional(),
    limit: pageSize,
  }),
  output: z.array(Product),
  pick: 'data',
  page: lastItem('starting_after', 'has_more'),
  examples: [
    { active: true, limit: 2 },
    { ids: ['prod_NWjs8kKbJWmuuc', 'prod_OWjs8kKbJWmuud'], created: { gte: 1_761_955_200, lt: 1_764_547_200 } },
  ],
})
