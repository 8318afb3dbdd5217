import { z } from '@portico/core/contract'
import { identifier } from '../schemas/identifier.ts'
import { PaymentIntent } from '../schemas/payment-intent.ts'
import { stripeVendor } from '../vendor.ts'

export const cancelPaymentIntent = stripeVendor.command('POST /v1/payment_intents/{payment_intent}/cancel', {
  summary: 'Withdraw a payment that has not succeeded, and free what it holds.',
  title: { en: 'Cancel a payment intent', ar: 'إلغاء طلب دفع' },
  input: z.object({
    payment_intent: identifier,
    cancellation_reason: z.enum(['abandoned', 'duplicate', 'fraudulent', 'requested_by_customer']).optional(),
  }),
  output: PaymentIntent,
  sideEffect: 'external_commitment',
  reversibility: 'R3',
  approval: 'A3',
  audit: { entity: { type: 'payment_intent', id: 'input.payment_intent' } },
  rollback: {
    irreversible: 'A cancelled intent stays cancelled and its hold is gone: create a new one and ask the customer again.',
  },
  examples: [{ payment_intent: 'pi_3MtwBwLkdIwHu7ix28a3tqPa', cancellation_reason: 'duplicate' }],
})
