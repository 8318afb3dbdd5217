import { z } from '@portico/core/contract'
import { Customer, DeletedCustomer } from '../schemas/customer.ts'
import { identifier } from '../schemas/identifier.ts'
import { stripeVendor } from '../vendor.ts'

export const getCustomer = stripeVendor.query('GET /v1/customers/{customer}', {
  summary: 'One customer; of a deleted one, only the id is left.',
  title: { en: 'Get a customer', ar: 'عرض عميل' },
  input: z.object({ customer: identifier }),
  output: z.union([Customer, DeletedCustomer]),
  sensitivity: 'S3',
  approval: 'A1',
  examples: [{ customer: 'cus_NffrFeUfNV2Hib' }],
})
