import { upsert, z } from '@portico/core/contract'
import { identifier } from '../schemas/identifier.ts'
import { DeletedInvoice } from '../schemas/invoice.ts'
import { stripeVendor } from '../vendor.ts'

export const deleteDraftInvoice = stripeVendor.command('DELETE /v1/invoices/{invoice}', {
  summary: 'Delete a draft. Stripe refuses it for an invoice that was finalized.',
  title: { en: 'Delete a draft invoice', ar: 'حذف مسودة فاتورة' },
  input: z.object({ invoice: identifier }),
  output: DeletedInvoice,
  sideEffect: 'internal_write',
  reversibility: 'R1',
  approval: 'A1',
  idempotency: upsert,
  alreadyDone: {
    // On a first attempt it means a wrong id, not a deleted draft.
    resource_missing: ({ input, resent }) =>
      resent ? { output: { id: input.invoice, object: 'invoice', deleted: true } as const } : undefined,
  },
  audit: { entity: { type: 'invoice', id: 'input.invoice' } },
  rollback: { manual: 'Draft it again: its lines are in the invoice.deleted event for 30 days, and the number was not used up.' },
  examples: [{ invoice: 'in_1MtHbELkdIwHu7ixl4OzzPMv' }],
})
