import { z } from '@portico/core/contract'
import { metadata } from '../schemas/metadata.ts'
import { Product } from '../schemas/product.ts'
import { stripeVendor } from '../vendor.ts'
import { updateProduct } from './update-product.ts'

export const createProduct = stripeVendor.command('POST /v1/products', {
  summary: 'Add a product to the catalogue.',
  title: { en: 'Create a product', ar: 'إنشاء منتج' },
  input: z.object({
    name: z.string().min(1).max(5_000),
    description: z.string().max(40_000).optional(),
    active: z.boolean().optional(),
    images: z.array(z.url()).min(1).max(8).optional(),
    statement_descriptor: z.string().min(5).max(22).optional(),
    url: z.url().max(5_000).optional(),
    metadata: metadata.optional(),
  }),
  output: Product,
  sideEffect: 'internal_write',
  reversibility: 'R1',
  approval: 'A1',
  audit: { entity: { type: 'product', id: 'output.id' } },
  rollback: {
    operation: updateProduct,
    input: ({ output }) => ({ product: output.id, active: false }),
    notes: 'It is archived, not gone: no new purchase, while what was sold stays as it is.',
  },
  examples: [
    {
      name: 'Pro',
      description: 'Everything in Basic, and support by telephone.',
      active: true,
      images: ['https://shop.example.com/pro.png'],
      statement_descriptor: 'ACME PRO',
      url: 'https://shop.example.com/pro',
      metadata: { sku: 'PRO-1' },
    },
  ],
})
