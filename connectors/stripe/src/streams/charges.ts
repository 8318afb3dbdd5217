import { stream } from '@portico/core/streams'
import { Charge } from '../schemas/charge.ts'
import { stripeVendor } from '../vendor.ts'
import { listed } from './listed.ts'

/** Read whole: a charge is captured, refunded and disputed long after its creation, and Stripe only filters by that. */
export const charges = stream(stripeVendor, 'GET /v1/charges', {
  ...listed,
  summary: 'Charges, with what was captured and refunded. What changed since may be had sooner from `events`.',
  title: { en: 'Charges', ar: 'عمليات التحصيل' },
  record: Charge,
  primaryKey: ['id'],
  // Stripe deletes none.
  deletes: 'unseen',
  freshness: '1d',
  owner: 'Finance',
  consumers: [{ name: 'revenue_sar', kind: 'report' }],
  sensitivity: 'S2',
  schemaChanges: 'freeze',
})
