import { z } from '@portico/core/contract'
import { identifier } from '../schemas/identifier.ts'
import { metadata } from '../schemas/metadata.ts'
import { Subscription } from '../schemas/subscription.ts'
import { stripeVendor } from '../vendor.ts'
import { cancelSubscription } from './cancel-subscription.ts'

export const createSubscription = stripeVendor.command('POST /v1/subscriptions', {
  summary: 'Subscribe a customer to one or more recurring prices.',
  title: { en: 'Create a subscription', ar: 'إنشاء اشتراك' },
  input: z.object({
    customer: identifier,
    items: z
      .array(z.object({ price: identifier, quantity: z.int().nonnegative().optional() }))
      .min(1)
      .max(20),
    collection_method: z.enum(['charge_automatically', 'send_invoice']).optional(),
    days_until_due: z.int().min(1).max(999).optional(),
    default_payment_method: identifier.optional(),
    payment_behavior: z
      .enum(['allow_incomplete', 'default_incomplete', 'error_if_incomplete', 'pending_if_incomplete'])
      .optional(),
    off_session: z.boolean().optional(),
    trial_period_days: z.int().min(1).max(730).optional(),
    cancel_at_period_end: z.boolean().optional(),
    description: z.string().max(500).optional(),
    metadata: metadata.optional(),
  }),
  output: Subscription,
  sideEffect: 'external_commitment',
  reversibility: 'R3',
  approval: 'A3',
  timeoutMs: 80_000,
  totalTimeoutMs: 180_000,
  audit: { entity: { type: 'subscription', id: 'output.id' } },
  rollback: {
    operation: cancelSubscription,
    input: ({ output }) => ({ subscription: output.id, invoice_now: false, prorate: false }),
    notes: 'What was billed meanwhile stays billed: createRefund for what was paid, voidInvoice for what is open.',
  },
  examples: [
    { customer: 'cus_NffrFeUfNV2Hib', items: [{ price: 'price_1MoBy5LkdIwHu7ixZhnattbh' }] },
    {
      customer: 'cus_NffrFeUfNV2Hib',
      items: [{ price: 'price_1MoBy5LkdIwHu7ixZhnattbh', quantity: 3 }],
      collection_method: 'send_invoice',
      days_until_due: 30,
      default_payment_method: 'pm_1MowQVLkdIwHu7ixraBm864M',
      payment_behavior: 'default_incomplete',
      off_session: true,
      trial_period_days: 14,
      cancel_at_period_end: false,
      description: 'Three seats',
      metadata: { contract: '2026-118' },
    },
  ],
})
