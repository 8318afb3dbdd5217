import { lastItem, z } from '@portico/core/contract'
import { identifier } from '../schemas/identifier.ts'
import { pageSize, timeRange } from '../schemas/listing.ts'
import { Refund } from '../schemas/refund.ts'
import { stripeVendor } from '../vendor.ts'

export const listRefunds = stripeVendor.query('GET /v1/refunds', {
  summary: 'Refunds, newest first.',
  title: { en: 'List refunds', ar: 'سرد المبالغ المردودة' },
  input: z.object({
    payment_intent: identifier.optional(),
    charge: identifier.optional(),
    created: timeRange.optional(),
    limit: pageSize,
  }),
  output: z.array(Refund),
  pick: 'data',
  page: lastItem('starting_after', 'has_more'),
  examples: [
    { payment_intent: 'pi_3MtwBwLkdIwHu7ix28a3tqPa', limit: 2 },
    { charge: 'ch_3MmlLrLkdIwHu7ix0snN0B15', created: { gte: 1_761_955_200, lt: 1_764_547_200 } },
  ],
})
