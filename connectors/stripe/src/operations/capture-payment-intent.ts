import { z } from '@portico/core/contract'
import { identifier } from '../schemas/identifier.ts'
import { amount } from '../schemas/money.ts'
import { PaymentIntent } from '../schemas/payment-intent.ts'
import { stripeVendor } from '../vendor.ts'
import { createRefund } from './create-refund.ts'

export const capturePaymentIntent = stripeVendor.command('POST /v1/payment_intents/{payment_intent}/capture', {
  summary: 'Take the held amount or a part of it; the rest is freed.',
  title: { en: 'Capture a payment intent', ar: 'تحصيل طلب دفع' },
  input: z.object({
    payment_intent: identifier,
    amount_to_capture: amount.optional(),
    statement_descriptor_suffix: z.string().max(22).optional(),
  }),
  output: PaymentIntent,
  sideEffect: 'external_commitment',
  reversibility: 'R3',
  approval: 'A3',
  timeoutMs: 80_000,
  totalTimeoutMs: 180_000,
  audit: { entity: { type: 'payment_intent', id: 'input.payment_intent' } },
  rollback: {
    operation: createRefund,
    input: ({ output }) => ({ payment_intent: output.id, reason: 'requested_by_customer' }),
    notes: 'Stripe keeps its fee, and the hold does not come back: a new payment needs the customer again.',
  },
  examples: [
    { payment_intent: 'pi_3MrPBM2eZvKYlo2C1TEMacFD', amount_to_capture: 750, statement_descriptor_suffix: 'ORDER 6735' },
  ],
})
