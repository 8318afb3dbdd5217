import { z } from '@portico/core/contract'
import { identifier } from '../schemas/identifier.ts'
import { PaymentIntent } from '../schemas/payment-intent.ts'
import { stripeVendor } from '../vendor.ts'
import { createRefund } from './create-refund.ts'

export const confirmPaymentIntent = stripeVendor.command('POST /v1/payment_intents/{payment_intent}/confirm', {
  summary: 'Charge the customer, or hold the amount where the intent is captured by hand.',
  title: { en: 'Confirm a payment intent', ar: 'تأكيد طلب دفع' },
  input: z.object({
    payment_intent: identifier,
    payment_method: identifier.optional(),
    // Where the customer returns to from a bank's page.
    return_url: z.url().optional(),
    off_session: z.boolean().optional(),
  }),
  output: PaymentIntent,
  sideEffect: 'external_commitment',
  reversibility: 'R3',
  approval: 'A3',
  // It waits for the card network.
  timeoutMs: 80_000,
  totalTimeoutMs: 180_000,
  audit: { entity: { type: 'payment_intent', id: 'input.payment_intent' } },
  rollback: {
    operation: createRefund,
    // No other status has taken money yet.
    input: ({ output }) =>
      output.status === 'succeeded' ? { payment_intent: output.id, reason: 'requested_by_customer' } : undefined,
    notes:
      'Stripe keeps its fee. With any status but succeeded nothing was taken: cancelPaymentIntent ends it and frees what it holds.',
  },
  examples: [
    {
      payment_intent: 'pi_3MtwBwLkdIwHu7ix28a3tqPa',
      payment_method: 'pm_card_visa',
      return_url: 'https://shop.example.com/return',
      off_session: true,
    },
  ],
})
