import { z } from '@portico/core/contract'
import { identifier } from '../schemas/identifier.ts'
import { Invoice } from '../schemas/invoice.ts'
import { stripeVendor } from '../vendor.ts'

export const getInvoice = stripeVendor.query('GET /v1/invoices/{invoice}', {
  summary: 'One invoice, with what is paid and what is due.',
  title: { en: 'Get an invoice', ar: 'عرض فاتورة' },
  input: z.object({ invoice: identifier }),
  output: Invoice,
  examples: [{ invoice: 'in_1MtHbELkdIwHu7ixl4OzzPMv' }],
})
