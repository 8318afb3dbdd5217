import { z } from '@portico/core/contract'
import { identifier } from '../schemas/identifier.ts'
import { Invoice } from '../schemas/invoice.ts'
import { stripeVendor } from '../vendor.ts'
import { voidInvoice } from './void-invoice.ts'

export const finalizeInvoice = stripeVendor.command('POST /v1/invoices/{invoice}/finalize', {
  summary: 'Make a draft a binding invoice; with auto_advance it is collected without another call.',
  title: { en: 'Finalize an invoice', ar: 'اعتماد فاتورة' },
  input: z.object({ invoice: identifier, auto_advance: z.boolean().optional() }),
  output: Invoice,
  sideEffect: 'external_commitment',
  reversibility: 'R3',
  approval: 'A3',
  timeoutMs: 80_000,
  totalTimeoutMs: 180_000,
  audit: { entity: { type: 'invoice', id: 'input.invoice' } },
  rollback: {
    operation: voidInvoice,
    // An invoice for nothing is paid at once, and Stripe does not void paid ones.
    input: ({ output }) => (output.status === 'open' ? { invoice: output.id } : undefined),
    notes: 'While it is open. A paid one is given back with createRefund, and its number stays used.',
  },
  examples: [{ invoice: 'in_1MtHbELkdIwHu7ixl4OzzPMv', auto_advance: false }],
})
