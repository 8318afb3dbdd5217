import { upsert, z } from '@portico/core/contract'
import { identifier } from '../schemas/identifier.ts'
import { stripeVendor } from '../vendor.ts'
import { nullishInteger } from '../schemas/nullish.ts'

export const cancelSubscription = stripeVendor.command('DELETE /v1/subscriptions/{subscription}', {
  summary: 'End a subscription now.',
  title: { en: 'Cancel a subscription', ar: 'إلغاء اشتراك' },
  input: z.object({
    subscription: identifier,
    // Bill usage that has not been billed yet.
    invoice_now: z.boolean().optional(),
    // Credit the unused part of the period.
    prorate: z.boolean().optional(),
    cancellation_details: z
      .object({
        comment: z.string().max(5_000).optional(),
        feedback: z
          .enum([
            'customer_service',
            'low_quality',
            'missing_features',
            'other',
            'switched_service',
            'too_complex',
            'too_expensive',
            'unused',
          ])
          .optional(),
      })
      .optional(),
  }),
  // Limited to what a repeated cancellation can supply too.
  output: z.object({ id: z.string(), object: z.literal('subscription'), status: z.string(), canceled_at: nullishInteger }),
  sideEffect: 'external_commitment',
  reversibility: 'R3',
  approval: 'A3',
  idempotency: upsert,
  alreadyDone: {
    // On a first attempt it means a wrong id, not an ended subscription.
    resource_missing: ({ input, resent }) =>
      resent ? { output: { id: input.subscription, object: 'subscription', status: 'canceled' } as const } : undefined,
  },
  audit: { entity: { type: 'subscription', id: 'input.subscription' }, omit: ['cancellation_details.comment'] },
  rollback: {
    irreversible:
      "A cancelled subscription can not be revived: create a new one, with the customer's consent and a new billing date.",
  },
  examples: [
    {
      subscription: 'sub_1MlPf9LkdIwHu7ixB6VIYRyX',
      invoice_now: true,
      prorate: true,
      cancellation_details: { comment: 'Moved to the yearly plan', feedback: 'switched_service' },
    },
  ],
})
