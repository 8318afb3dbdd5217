import { named } from '@portico/core/contract'
import { Subscription } from '../schemas/subscription.ts'
import { subscriptionReference } from '../schemas/subscription-reference.ts'
import { stripeVendor } from '../vendor.ts'

export const scheduleSubscriptionCancellation = stripeVendor.command('POST /v1/subscriptions/{subscription}', {
  summary: 'Let a subscription run out with the period that is paid.',
  title: { en: 'Cancel a subscription at the end of its period', ar: 'إنهاء الاشتراك بنهاية مدته' },
  input: subscriptionReference,
  body: () => ({ cancel_at_period_end: true }),
  output: Subscription,
  sideEffect: 'external_commitment',
  reversibility: 'R1',
  approval: 'A1',
  audit: { entity: { type: 'subscription', id: 'input.subscription' } },
  rollback: {
    operation: named('keepSubscription', subscriptionReference),
    input: ({ input }) => ({ subscription: input.subscription }),
    notes: 'Until the period ends; after that a new subscription is needed.',
  },
  examples: [{ subscription: 'sub_1MowQVLkdIwHu7ixeRlqHVzs' }],
})
