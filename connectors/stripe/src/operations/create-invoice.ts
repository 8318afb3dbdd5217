import { z } from '@portico/core/contract'
import { identifier } from '../schemas/identifier.ts'
import { Invoice } from '../schemas/invoice.ts'
import { metadata } from '../schemas/metadata.ts'
import { currency } from '../schemas/money.ts'
import { stripeVendor } from '../vendor.ts'
import { deleteDraftInvoice } from './delete-draft-invoice.ts'

export const createInvoice = stripeVendor.command('POST /v1/invoices', {
  summary: 'Draft an invoice. It asks nobody for money until finalizeInvoice.',
  title: { en: 'Draft an invoice', ar: 'إنشاء مسودة فاتورة' },
  input: z.object({
    customer: identifier,
    collection_method: z.enum(['charge_automatically', 'send_invoice']).optional(),
    // Only for send_invoice.
    days_until_due: z.int().min(1).max(999).optional(),
    currency: currency.optional(),
    description: z.string().max(1_500).optional(),
    pending_invoice_items_behavior: z.enum(['include', 'exclude']).optional(),
    metadata: metadata.optional(),
  }),
  // An auto-advancing draft would be charged an hour later without the approval that finalizing needs.
  body: (input) => ({ ...input, auto_advance: false }),
  output: Invoice,
  sideEffect: 'internal_write',
  reversibility: 'R1',
  approval: 'A1',
  audit: { entity: { type: 'invoice', id: 'output.id' } },
  rollback: {
    operation: deleteDraftInvoice,
    input: ({ output }) => ({ invoice: output.id }),
    notes: 'While it is a draft; a finalized one is voided (voidInvoice).',
  },
  examples: [
    { customer: 'cus_NffrFeUfNV2Hib' },
    {
      customer: 'cus_NffrFeUfNV2Hib',
      collection_method: 'send_invoice',
      days_until_due: 30,
      currency: 'sar',
      description: 'Consulting in October',
      pending_invoice_items_behavior: 'include',
      metadata: { project: 'atlas' },
    },
  ],
})
