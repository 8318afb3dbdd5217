import { Subscription } from '../schemas/subscription.ts'
import { subscriptionReference } from '../schemas/subscription-reference.ts'
import { stripeVendor } from '../vendor.ts'

export const getSubscription = stripeVendor.query('GET /v1/subscriptions/{subscription}', {
  summary: 'One subscription, with its items and status.',
  title: { en: 'Get a subscription', ar: 'عرض اشتراك' },
  input: subscriptionReference,
  output: Subscription,
  examples: [{ subscription: 'sub_1MowQVLkdIwHu7ixeRlqHVzs' }],
})
