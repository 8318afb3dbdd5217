import { stream } from '@portico/core/streams'
import { Invoice } from '../schemas/invoice.ts'
import { stripeVendor } from '../vendor.ts'
import { listed } from './listed.ts'

/** Read whole: an invoice is finalized, paid or voided after it was made, and Stripe lists by creation only. */
export const invoices = stream(stripeVendor, 'GET /v1/invoices', {
  ...listed,
  summary: 'Invoices of every status. What changed since may be had sooner from `events`.',
  title: { en: 'Invoices', ar: 'الفواتير' },
  record: Invoice,
  primaryKey: ['id'],
  // A deleted draft is not listed: the event `invoice.deleted` says so, or a full read.
  deletes: 'unseen',
  freshness: '1d',
  owner: 'Finance',
  consumers: [{ name: 'revenue_sar', kind: 'report' }],
  sensitivity: 'S2',
  // Whoever has the address sees the invoice and pays it.
  sensitiveFields: { hosted_invoice_url: 'S3' },
  schemaChanges: 'freeze',
})
