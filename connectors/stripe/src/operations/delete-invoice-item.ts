import { upsert, z } from '@portico/core/contract'
import { identifier } from '../schemas/identifier.ts'
import { DeletedInvoiceItem } from '../schemas/invoice-item.ts'
import { stripeVendor } from '../vendor.ts'

export const deleteInvoiceItem = stripeVendor.command('DELETE /v1/invoiceitems/{invoiceitem}', {
  summary: 'Take a line off a draft invoice.',
  title: { en: 'Delete an invoice line', ar: 'حذف بند من فاتورة' },
  input: z.object({ invoiceitem: identifier }),
  output: DeletedInvoiceItem,
  // On a draft that is charged automatically, it removes what is owed.
  sideEffect: 'external_commitment',
  reversibility: 'R2',
  approval: 'A2',
  idempotency: upsert,
  alreadyDone: {
    // On a first attempt it means a wrong id, not a deleted line.
    resource_missing: ({ input, resent }) =>
      resent ? { output: { id: input.invoiceitem, object: 'invoiceitem', deleted: true } as const } : undefined,
  },
  audit: { entity: { type: 'invoice_item', id: 'input.invoiceitem' } },
  rollback: {
    manual: 'Add the line again with createInvoiceItem: amount and text are in the invoiceitem.deleted event for 30 days.',
  },
  examples: [{ invoiceitem: 'ii_1MtGUtLkdIwHu7ixBYwjAM00' }],
})
