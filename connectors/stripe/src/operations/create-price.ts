import { z } from '@portico/core/contract'
import { identifier } from '../schemas/identifier.ts'
import { metadata } from '../schemas/metadata.ts'
import { currency } from '../schemas/money.ts'
import { Price } from '../schemas/price.ts'
import { stripeVendor } from '../vendor.ts'
import { updatePrice } from './update-price.ts'

export const createPrice = stripeVendor.command('POST /v1/prices', {
  summary: 'Set a price for a product, once or per period. It charges nobody by itself.',
  title: { en: 'Create a price', ar: 'إنشاء سعر' },
  input: z.object({
    product: identifier,
    currency,
    // Zero is a price too: a free plan.
    unit_amount: z.int().nonnegative(),
    recurring: z
      .object({ interval: z.enum(['day', 'week', 'month', 'year']), interval_count: z.int().min(1).max(1_095).optional() })
      .optional(),
    active: z.boolean().optional(),
    nickname: z.string().max(5_000).optional(),
    lookup_key: z.string().min(1).max(200).optional(),
    metadata: metadata.optional(),
  }),
  output: Price,
  sideEffect: 'internal_write',
  reversibility: 'R1',
  approval: 'A1',
  audit: { entity: { type: 'price', id: 'output.id' } },
  rollback: {
    operation: updatePrice,
    input: ({ output }) => ({ price: output.id, active: false }),
    notes: 'Prices can not be deleted: it is taken off sale, and subscriptions that have it keep it.',
  },
  examples: [
    { product: 'prod_NWjs8kKbJWmuuc', currency: 'sar', unit_amount: 9_900 },
    {
      product: 'prod_NWjs8kKbJWmuuc',
      currency: 'usd',
      unit_amount: 2_000,
      recurring: { interval: 'month', interval_count: 3 },
      active: true,
      nickname: 'Quarterly',
      lookup_key: 'pro_quarterly',
      metadata: { campaign: 'autumn' },
    },
  ],
})
