import { z } from '@portico/core/contract'
import { identifier } from '../schemas/identifier.ts'
import { metadata } from '../schemas/metadata.ts'
import { amount } from '../schemas/money.ts'
import { Refund } from '../schemas/refund.ts'
import { stripeVendor } from '../vendor.ts'

export const createRefund = stripeVendor.command('POST /v1/refunds', {
  summary: 'Give back a payment, by its intent or its charge. Without an amount, all that is left of it.',
  title: { en: 'Create a refund', ar: 'رد مبلغ مدفوع' },
  input: z.object({
    payment_intent: identifier.optional(),
    charge: identifier.optional(),
    amount: amount.optional(),
    reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
    metadata: metadata.optional(),
  }),
  output: Refund,
  sideEffect: 'external_commitment',
  reversibility: 'R3',
  approval: 'A3',
  timeoutMs: 80_000,
  totalTimeoutMs: 180_000,
  audit: { entity: { type: 'refund', id: 'output.id' } },
  rollback: { irreversible: 'The money has left. Charging the customer again is a new payment, with their consent.' },
  examples: [
    { payment_intent: 'pi_3MtwBwLkdIwHu7ix28a3tqPa' },
    { charge: 'ch_3MmlLrLkdIwHu7ix0snN0B15', amount: 500, reason: 'duplicate', metadata: { ticket: '1042' } },
  ],
})
