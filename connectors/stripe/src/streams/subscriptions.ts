import { stream } from '@portico/core/streams'
import { Subscription } from '../schemas/subscription.ts'
import { stripeVendor } from '../vendor.ts'
import { listed } from './listed.ts'

/** Read whole: a subscription changes until it ends, and Stripe only filters by creation. */
export const subscriptions = stream(stripeVendor, 'GET /v1/subscriptions', {
  ...listed,
  summary: 'Subscriptions, the ended ones included. What changed since may be had sooner from `events`.',
  title: { en: 'Subscriptions', ar: 'الاشتراكات' },
  record: Subscription,
  primaryKey: ['id'],
  // Without it Stripe leaves out cancelled ones (docs.stripe.com/api/subscriptions/list, 2026-11-24).
  fields: { ...listed.fields, status: 'all' },
  // Cancelled ones stay, with `ended_at`.
  deletes: 'unseen',
  freshness: '1d',
  owner: 'Finance',
  consumers: [{ name: 'revenue_sar', kind: 'report' }],
  sensitivity: 'S2',
  schemaChanges: 'freeze',
})
