import { z } from '@portico/core/contract'
import { identifier } from '../schemas/identifier.ts'
import { Invoice } from '../schemas/invoice.ts'
import { stripeVendor } from '../vendor.ts'

export const voidInvoice = stripeVendor.command('POST /v1/invoices/{invoice}/void', {
  summary: 'Declare an open invoice void: it stays on record and nobody owes it.',
  title: { en: 'Void an invoice', ar: 'إبطال فاتورة' },
  input: z.object({ invoice: identifier }),
  output: Invoice,
  sideEffect: 'external_commitment',
  reversibility: 'R3',
  approval: 'A3',
  audit: { entity: { type: 'invoice', id: 'input.invoice' } },
  rollback: { irreversible: 'A void invoice can not be opened again: draft and finalize a new one, under a new number.' },
  examples: [{ invoice: 'in_1MtHbELkdIwHu7ixl4OzzPMv' }],
})
