import { z } from '@portico/core/contract'
import { identifier } from '../schemas/identifier.ts'
import { metadata } from '../schemas/metadata.ts'
import { amount, currency } from '../schemas/money.ts'
import { PaymentIntent } from '../schemas/payment-intent.ts'
import { stripeVendor } from '../vendor.ts'
import { cancelPaymentIntent } from './cancel-payment-intent.ts'
import { nullishText } from '../schemas/nullish.ts'

/** `confirm` is not accepted: requesting money and taking it are two decisions, and confirmPaymentIntent is the second. */
export const createPaymentIntent = stripeVendor.command('POST /v1/payment_intents', {
  summary: 'Ask a customer for an amount. Nothing is charged until it is confirmed.',
  title: { en: 'Create a payment intent', ar: 'إنشاء طلب دفع' },
  input: z.object({
    amount,
    currency,
    customer: identifier.optional(),
    payment_method: identifier.optional(),
    capture_method: z.enum(['automatic', 'automatic_async', 'manual']).optional(),
    automatic_payment_methods: z
      .object({ enabled: z.boolean(), allow_redirects: z.enum(['always', 'never']).optional() })
      .optional(),
    description: z.string().max(1_000).optional(),
    statement_descriptor_suffix: z.string().max(22).optional(),
    metadata: metadata.optional(),
  }),
  // What a browser needs to pay it.
  output: PaymentIntent.extend({ client_secret: nullishText }),
  // Whoever holds its client secret may pay it: a binding offer.
  sideEffect: 'external_commitment',
  reversibility: 'R3',
  approval: 'A3',
  audit: { entity: { type: 'payment_intent', id: 'output.id' }, secretOutput: ['client_secret'] },
  rollback: {
    operation: cancelPaymentIntent,
    input: ({ output }) => ({ payment_intent: output.id, cancellation_reason: 'abandoned' }),
    notes: 'Until it has succeeded; after that, createRefund gives the money back.',
  },
  examples: [
    { amount: 2_000, currency: 'usd' },
    {
      amount: 9_900,
      currency: 'sar',
      customer: 'cus_NffrFeUfNV2Hib',
      payment_method: 'pm_card_visa',
      capture_method: 'manual',
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
      description: 'Order 6735',
      statement_descriptor_suffix: 'ORDER 6735',
      metadata: { order_id: '6735' },
    },
  ],
})
