import { named } from '@portico/core/contract'
import { Subscription } from '../schemas/subscription.ts'
import { subscriptionReference } from '../schemas/subscription-reference.ts'
import { stripeVendor } from '../vendor.ts'

export const keepSubscription = stripeVendor.command('POST /v1/subscriptions/{subscription}', {
  summary: 'Take back a scheduled cancellation: the subscription renews as before.',
  title: { en: 'Keep a subscription', ar: 'الإبقاء على الاشتراك' },
  input: subscriptionReference,
  body: () => ({ cancel_at_period_end: false }),
  output: Subscription,
  sideEffect: 'external_commitment',
  // The customer is charged again when the period ends; only scheduling the cancellation again before then prevents it.
  reversibility: 'R1',
  approval: 'A1',
  audit: { entity: { type: 'subscription', id: 'input.subscription' } },
  rollback: {
    operation: named('scheduleSubscriptionCancellation', subscriptionReference),
    input: ({ input }) => ({ subscription: input.subscription }),
    notes: 'Until the period ends and the next one is billed.',
  },
  examples: [{ subscription: 'sub_1MowQVLkdIwHu7ixeRlqHVzs' }],
})
