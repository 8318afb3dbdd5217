import { lastItem, z } from '@portico/core/contract'
import { identifier } from '../schemas/identifier.ts'
import { Invoice } from '../schemas/invoice.ts'
import { pageSize, timeRange } from '../schemas/listing.ts'
import { stripeVendor } from '../vendor.ts'

export const listInvoices = stripeVendor.query('GET /v1/invoices', {
  summary: 'Invoices, newest first.',
  title: { en: 'List invoices', ar: 'سرد الفواتير' },
  input: z.object({
    customer: identifier.optional(),
    subscription: identifier.optional(),
    status: z.enum(['draft', 'open', 'paid', 'uncollectible', 'void']).optional(),
    collection_method: z.enum(['charge_automatically', 'send_invoice']).optional(),
    due_date: timeRange.optional(),
    created: timeRange.optional(),
    limit: pageSize,
  }),
  output: z.array(Invoice),
  pick: 'data',
  page: lastItem('starting_after', 'has_more'),
  examples: [
    { customer: 'cus_NffrFeUfNV2Hib', status: 'open', limit: 2 },
    {
      subscription: 'sub_1MowQVLkdIwHu7ixeRlqHVzs',
      collection_method: 'send_invoice',
      due_date: { gte: 1_761_955_200, lt: 1_764_547_200 },
      created: { gte: 1_761_955_200, lt: 1_764_547_200 },
    },
  ],
})
