import { stream } from '@portico/core/streams'
import { Customer } from '../schemas/customer.ts'
import { stripeVendor } from '../vendor.ts'
import { listed } from './listed.ts'

/** Read whole: a customer changes for as long as it exists, and Stripe only filters by creation. */
export const customers = stream(stripeVendor, 'GET /v1/customers', {
  ...listed,
  summary: 'Customers. What changed since may be had sooner from `events`.',
  title: { en: 'Customers', ar: 'العملاء' },
  record: Customer,
  primaryKey: ['id'],
  // Deleted customers are not listed; only the event `customer.deleted` or a full read reveals them.
  deletes: 'unseen',
  freshness: '1d',
  owner: 'Finance',
  consumers: [{ name: 'revenue_sar', kind: 'report' }],
  sensitivity: 'S3',
  schemaChanges: 'evolve',
})
