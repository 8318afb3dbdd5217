import { z } from '@portico/core/contract'
import { stream } from '@portico/core/streams'
import { nullishText } from '../schemas/nullish.ts'
import { stripeVendor } from '../vendor.ts'
import { byCreation, listed } from './listed.ts'

const anyObject = z.record(z.string(), z.unknown())

/**
 * Stripe lists events of the last 30 days, each object in the API version of that day (docs.stripe.com/api/events/list by way of
 * stripe-node 22's types, 2026-11-28). What no sync reads within 30 days is lost.
 */
export const events = stream(stripeVendor, 'GET /v1/events', {
  ...listed,
  summary: 'What happened to every object in the last 30 days, with the object as it was then.',
  title: { en: 'Events', ar: 'الأحداث' },
  record: z.object({
    id: z.string(),
    object: z.literal('event'),
    type: z.string(),
    created: z.int(),
    livemode: z.boolean(),
    api_version: nullishText,
    account: nullishText,
    request: z.object({ id: nullishText, idempotency_key: nullishText }).nullish(),
    data: z.object({ object: anyObject, previous_attributes: anyObject.nullish() }),
  }),
  primaryKey: ['id'],
  // Events of the same moment appear in any order: ten minutes are read again.
  cursor: { ...byCreation, lookback: '10m' },
  deletes: 'unseen',
  // An hour late is well within the 30 days; a month late is lost.
  freshness: '1h',
  owner: 'Finance',
  consumers: [{ name: 'revenue_sar', kind: 'report' }],
  sensitivity: 'S2',
  // Customers are among the objects.
  sensitiveFields: { data: 'S3' },
  schemaChanges: 'evolve',
})
