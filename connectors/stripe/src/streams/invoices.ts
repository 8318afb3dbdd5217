import { stream } from '@portico/core/streams'
import { Invoice } from '../schemas/invoice.ts'
import { stripeVendor } from '../vendor.ts'
import { listed } from './listed.ts'

/** Read whole: an invoice is finalized, paid or voided after its creation, and Stripe only filters by that. */
export const invoices = stream(stripeVendor, 'GET /v1/invoices', {
  ...listed,
  summary: 'Invoices of every status. What changed since may be had sooner from `events`.',
  title: { en: 'Invoices', ar: 'الفواتير' },
  record: Invoice,
  primaryKey: ['id'],
  // Deleted drafts are not listed; only the event `invoice.deleted` or a full read reveals them.
  deletes: 'unseen',
  freshness: '1d',
  owner: 'Finance',
  consumers: [{ name: 'revenue_sar', kind: 'report' }],
  sensitivity: 'S2',
  // Anyone with the URL can see the invoice and pay it.
  sensitiveFields: { hosted_invoice_url: 'S3' },
  schemaChanges: 'freeze',
})
