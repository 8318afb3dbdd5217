import { lastItem, z } from '@portico/core/contract'
import { identifier } from '../schemas/identifier.ts'
import { pageSize, timeRange } from '../schemas/listing.ts'
import { Subscription } from '../schemas/subscription.ts'
import { stripeVendor } from '../vendor.ts'

export const listSubscriptions = stripeVendor.query('GET /v1/subscriptions', {
  summary: 'Subscriptions, newest first; cancelled ones only when asked for.',
  title: { en: 'List subscriptions', ar: 'سرد الاشتراكات' },
  input: z.object({
    customer: identifier.optional(),
    price: identifier.optional(),
    status: z
      .enum([
        'active',
        'all',
        'canceled',
        'ended',
        'incomplete',
        'incomplete_expired',
        'past_due',
        'paused',
        'trialing',
        'unpaid',
      ])
      .optional(),
    collection_method: z.enum(['charge_automatically', 'send_invoice']).optional(),
    created: timeRange.optional(),
    limit: pageSize,
  }),
  output: z.array(Subscription),
  pick: 'data',
  page: lastItem('starting_after', 'has_more'),
  examples: [
    { customer: 'cus_NffrFeUfNV2Hib', status: 'all', limit: 2 },
    {
      price: 'price_1MoBy5LkdIwHu7ixZhnattbh',
      collection_method: 'charge_automatically',
      created: { gte: 1_761_955_200, lt: 1_764_547_200 },
    },
  ],
})
