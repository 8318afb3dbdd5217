import { z } from '@portico/core/contract'
import { identifier } from '../schemas/identifier.ts'
import { metadata } from '../schemas/metadata.ts'
import { Product } from '../schemas/product.ts'
import { stripeVendor } from '../vendor.ts'

export const updateProduct = stripeVendor.command('POST /v1/products/{product}', {
  summary: 'Change a product, archive it (active: false) or bring it back.',
  title: { en: 'Update a product', ar: 'تعديل منتج' },
  input: z.object({
    product: identifier,
    active: z.boolean().optional(),
    name: z.string().min(1).max(5_000).optional(),
    description: z.string().max(40_000).optional(),
    default_price: identifier.optional(),
    metadata: metadata.optional(),
  }),
  output: Product,
  sideEffect: 'internal_write',
  reversibility: 'R1',
  approval: 'A1',
  audit: { entity: { type: 'product', id: 'input.product' } },
  rollback: {
    manual:
      'Call it again with the former values: for 30 days the product.updated event in the dashboard (Developers, Events) holds them under previous_attributes.',
  },
  examples: [
    {
      product: 'prod_NWjs8kKbJWmuuc',
      active: false,
      name: 'Pro (2026)',
      description: '',
      default_price: 'price_1MoBy5LkdIwHu7ixZhnattbh',
      metadata: { sku: 'PRO-2' },
    },
  ],
})
