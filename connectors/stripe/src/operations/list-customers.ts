import { lastItem, z } from '@portico/core/contract'
import { Customer } from '../schemas/customer.ts'
import { pageSize, timeRange } from '../schemas/listing.ts'
import { stripeVendor } from '../vendor.ts'

export const listCustomers = stripeVendor.query('GET /v1/customers', {
  summary: 'Customers, newest first.',
  title: { en: 'List customers', ar: 'سرد العملاء' },
  input: z.object({
    // Compared exactly, including case.
    email: z.string().max(512).optional(),
    created: timeRange.optional(),
    limit: pageSize,
  }),
  output: z.array(Customer),
  pick: 'data',
  page: lastItem('starting_after', 'has_more'),
  sensitivity: 'S3',
  approval: 'A1',
  audit: { omit: ['email'] },
  examples: [{ email: 'jenny.rosen@example.com', created: { gte: 1_761_955_200, lt: 1_764_547_200 }, limit: 2 }],
})
