import { stream } from '@portico/core/streams'
import { Subscription } from '../schemas/subscription.ts'
import { stripeVendor } from '../vendor.ts'
import { listed } from './listed.ts'

/** Read whole: a subscription changes until it ends, and Stripe lists by creation only. */
export const subscriptions = stream(stripeVendor, 'GET /v1/subscriptions', {
  ...listed,
  summary: 'Subscriptions, the ended ones included. What changed since may be had sooner from `events`.',
  title: { en: 'Subscriptions', ar: 'الاشتراكات' },
  record: Subscription,
  primaryKey: ['id'],
  // Without it Stripe leaves out what was cancelled (docs.stripe.com/api/subscriptions/list, 2026-11-24).
  fields: { ...listed.fields, status: 'all' },
  // A cancelled one stays, with `ended_at`.
  deletes: 'unseen',
  freshness: '1d',
  owner: 'Finance',
  consumers: [{ name: 'revenue_sar', kind: 'report' }],
  sensitivity: 'S2',
  schemaChanges: 'freeze',
})
