import { lastItem, z } from '@portico/core/contract'
import { Charge } from '../schemas/charge.ts'
import { identifier } from '../schemas/identifier.ts'
import { pageSize, timeRange } from '../schemas/listing.ts'
import { stripeVendor } from '../vendor.ts'

export const listCharges = stripeVendor.query('GET /v1/charges', {
  summary: 'Charges, newest first.',
  title: { en: 'List charges', ar: 'سرد عمليات التحصيل' },
  input: z.object({
    customer: identifier.optional(),
    payment_intent: identifier.optional(),
    created: timeRange.optional(),
    limit: pageSize,
  }),
  output: z.array(Charge),
  pick: 'data',
  page: lastItem('starting_after', 'has_more'),
  examples: [
    { payment_intent: 'pi_3MtwBwLkdIwHu7ix28a3tqPa', limit: 2 },
    { customer: 'cus_NffrFeUfNV2Hib', created: { gte: 1_761_955_200, lt: 1_764_547_200 } },
  ],
})
