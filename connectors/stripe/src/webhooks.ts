import { z } from '@portico/core/contract'
import { timestamped, webhook } from '@portico/core/webhooks'
import { apiRelease } from './api-version.ts'
import { Charge } from './schemas/charge.ts'
import { Invoice } from './schemas/invoice.ts'
import { PaymentIntent } from './schemas/payment-intent.ts'
import { Subscription } from './schemas/subscription.ts'
import { stripeVendor } from './vendor.ts'
import { nullishText } from './schemas/nullish.ts'

/**
 * An event about an object, as that object was when it happened. Events arrive in any order, so read the object again before
 * relying on it. The object has the API version of the webhook endpoint, so one of another release is refused before it is
 * misread.
 */
function eventAbout<const Type extends string, Subject extends z.ZodObject>(type: Type, subject: Subject) {
  return z.object({
    id: z.string(),
    object: z.literal('event'),
    type: z.literal(type),
    created: z.int(),
    livemode: z.boolean(),
    // Stripe has sent it with every event since 2014; an emulator may not.
    api_version: z.string().endsWith(apiRelease).nullish(),
    account: nullishText,
    request: z.object({ id: nullishText, idempotency_key: nullishText }).nullish(),
    data: z.object({ object: subject }),
  })
}

/**
 * Payments, refunds, invoices and subscriptions, signed per endpoint with its `whsec_` secret; while a secret is being rolled,
 * Stripe signs with both. It resends an event for three days, with the same `id`.
 */
export const stripeWebhooks = webhook(stripeVendor, {
  // https://docs.stripe.com/webhooks#verify-manually, 2026-11-24; five minutes is its own libraries' tolerance.
  verify: timestamped({
    header: 'Stripe-Signature',
    fields: { timestamp: 't', signature: 'v1' },
    payload: '{timestamp}.{body}',
    toleranceMs: 300_000,
  }),
  delivery: 'body.id',
  events: {
    by: 'body.type',
    schemas: {
      'payment_intent.succeeded': eventAbout('payment_intent.succeeded', PaymentIntent),
      'payment_intent.payment_failed': eventAbout('payment_intent.payment_failed', PaymentIntent),
      'charge.refunded': eventAbout('charge.refunded', Charge),
      'invoice.paid': eventAbout('invoice.paid', Invoice),
      'invoice.payment_failed': eventAbout('invoice.payment_failed', Invoice),
      'customer.subscription.created': eventAbout('customer.subscription.created', Subscription),
      'customer.subscription.updated': eventAbout('customer.subscription.updated', Subscription),
      'customer.subscription.deleted': eventAbout('customer.subscription.deleted', Subscription),
      'customer.subscription.paused': eventAbout('customer.subscription.paused', Subscription),
      'customer.subscription.resumed': eventAbout('customer.subscription.resumed', Subscription),
      'customer.subscription.trial_will_end': eventAbout('customer.subscription.trial_will_end', Subscription),
    },
  },
})
