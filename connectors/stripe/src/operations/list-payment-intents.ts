import { lastItem, z } from '@portico/core/contract'
import { identifier } from '../schemas/identifier.ts'
import { pageSize, timeRange } from '../schemas/listing.ts'
import { PaymentIntent } from '../schemas/payment-intent.ts'
import { stripeVendor } from '../vendor.ts'

export const listPaymentIntents = stripeVendor.query('GET /v1/payment_intents', {
  summary: 'Payment intents, newest first.',
  title: { en: 'List payment intents', ar: 'سرد طلبات الدفع' },
  input: z.object({ customer: identifier.optional(), created: timeRange.optional(), limit: pageSize }),
  output: z.array(PaymentIntent),
  pick: 'data',
  page: lastItem('starting_after', 'has_more'),
  examples: [{ customer: 'cus_NffrFeUfNV2Hib', created: { gte: 1_761_955_200, lt: 1_764_547_200 }, limit: 2 }],
})
