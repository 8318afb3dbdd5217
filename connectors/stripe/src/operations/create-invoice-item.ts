import { z } from '@portico/core/contract'
import { identifier } from '../schemas/identifier.ts'
import { InvoiceItem } from '../schemas/invoice-item.ts'
import { metadata } from '../schemas/metadata.ts'
import { currency } from '../schemas/money.ts'
import { stripeVendor } from '../vendor.ts'
import { deleteInvoiceItem } from './delete-invoice-item.ts'

/**
 * The draft is required: an item without an invoice would be charged with the customer's next one, whenever that is. But the
 * draft of a subscription's renewal is finalized and charged automatically about an hour after its creation, so a line on it
 * takes money without another decision (docs.stripe.com/billing/invoices/subscription, 2026-11-29).
 */
export const createInvoiceItem = stripeVendor.command('POST /v1/invoiceitems', {
  summary: 'Add a line to a draft invoice; a negative amount is a credit.',
  title: { en: 'Add an invoice line', ar: 'إضافة بند إلى فاتورة' },
  input: z.object({
    customer: identifier,
    invoice: identifier,
    amount: z.int(),
    currency,
    description: z.string().max(5_000).optional(),
    metadata: metadata.optional(),
  }),
  output: InvoiceItem,
  sideEffect: 'external_commitment',
  reversibility: 'R3',
  approval: 'A3',
  audit: { entity: { type: 'invoice_item', id: 'output.id' } },
  rollback: {
    operation: deleteInvoiceItem,
    input: ({ output }) => ({ invoiceitem: output.id }),
    notes:
      "While the invoice is a draft: that of a subscription's renewal for about an hour. After that createRefund, once it is paid.",
  },
  examples: [
    {
      customer: 'cus_NffrFeUfNV2Hib',
      invoice: 'in_1MtHbELkdIwHu7ixl4OzzPMv',
      amount: 25_000,
      currency: 'sar',
      description: 'Consulting, 5 hours',
      metadata: { timesheet: '2026-10' },
    },
  ],
})
