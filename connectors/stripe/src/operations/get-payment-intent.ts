import { z } from '@portico/core/contract'
import { identifier } from '../schemas/identifier.ts'
import { PaymentIntent } from '../schemas/payment-intent.ts'
import { stripeVendor } from '../vendor.ts'

export const getPaymentIntent = stripeVendor.query('GET /v1/payment_intents/{payment_intent}', {
  summary: 'One payment intent, with where it stands.',
  title: { en: 'Get a payment intent', ar: 'عرض طلب دفع' },
  input: z.object({ payment_intent: identifier }),
  output: PaymentIntent,
  examples: [{ payment_intent: 'pi_3MtwBwLkdIwHu7ix28a3tqPa' }],
})
