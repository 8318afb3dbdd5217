import { z } from '@portico/core/contract'
import { identifier } from '../schemas/identifier.ts'
import { metadata } from '../schemas/metadata.ts'
import { Price } from '../schemas/price.ts'
import { stripeVendor } from '../vendor.ts'

export const updatePrice = stripeVendor.command('POST /v1/prices/{price}', {
  summary: 'Put a price on or off sale, or rename it. Its amount never changes: create another price for that.',
  title: { en: 'Update a price', ar: 'تعديل سعر' },
  input: z.object({
    price: identifier,
    active: z.boolean().optional(),
    nickname: z.string().max(5_000).optional(),
    lookup_key: z.string().min(1).max(200).optional(),
    // Moves the lookup key here from the price that holds it now.
    transfer_lookup_key: z.boolean().optional(),
    metadata: metadata.optional(),
  }),
  output: Price,
  sideEffect: 'internal_write',
  reversibility: 'R1',
  approval: 'A1',
  audit: { entity: { type: 'price', id: 'input.price' } },
  rollback: {
    manual:
      'Call it again with the former values: for 30 days the price.updated event in the dashboard (Developers, Events) holds them under previous_attributes.',
  },
  examples: [
    {
      price: 'price_1MoBy5LkdIwHu7ixZhnattbh',
      active: false,
      nickname: 'Quarterly (old)',
      lookup_key: 'pro_quarterly_old',
      transfer_lookup_key: true,
      metadata: { campaign: '' },
    },
  ],
})
