/** Stripe's objects as its API reference shows them in the version that the connector declares. Values are made up. */

const created = 1_764_000_000
const customer = 'cus_described0001'
const price = 'price_described0001'

type Fields = Readonly<Record<string, unknown>>

export const product = (fields: Fields = {}): Fields => ({
  id: 'prod_described0001',
  object: 'product',
  active: true,
  created,
  default_price: null,
  description: null,
  images: [],
  livemode: false,
  marketing_features: [],
  metadata: {},
  name: 'Pro',
  updated: created,
  url: null,
  ...fields,
})

export const priceOf = (fields: Fields = {}): Fields => ({
  id: price,
  object: 'price',
  active: true,
  billing_scheme: 'per_unit',
  created,
  currency: 'sar',
  livemode: false,
  lookup_key: null,
  metadata: {},
  nickname: null,
  product: 'prod_described0001',
  recurring: { interval: 'month', interval_count: 1, meter: null, usage_type: 'licensed' },
  type: 'recurring',
  unit_amount: 9_900,
  ...fields,
})

export const paymentIntent = (fields: Fields = {}): Fields => ({
  id: 'pi_described0001',
  object: 'payment_intent',
  amount: 5_000,
  amount_capturable: 0,
  amount_received: 5_000,
  capture_method: 'manual',
  confirmation_method: 'automatic',
  created,
  currency: 'sar',
  customer,
  description: null,
  latest_charge: 'ch_described0001',
  livemode: false,
  metadata: {},
  payment_method: 'pm_described0001',
  payment_method_types: ['card'],
  status: 'succeeded',
  ...fields,
})

export const refund = (fields: Fields = {}): Fields => ({
  id: 're_described0001',
  object: 'refund',
  amount: 5_000,
  balance_transaction: 'txn_described0001',
  charge: 'ch_described0001',
  created,
  currency: 'sar',
  metadata: {},
  payment_intent: 'pi_described0001',
  reason: 'requested_by_customer',
  status: 'succeeded',
  ...fields,
})

export const balanceTransaction = (fields: Fields = {}): Fields => ({
  id: 'txn_described0001',
  object: 'balance_transaction',
  amount: 5_000,
  available_on: created + 172_800,
  balance_type: 'payments',
  created,
  currency: 'sar',
  description: null,
  exchange_rate: null,
  fee: 175,
  fee_details: [{ amount: 175, application: null, currency: 'sar', description: 'Stripe processing fees', type: 'stripe_fee' }],
  net: 4_825,
  reporting_category: 'charge',
  source: 'ch_described0001',
  status: 'pending',
  type: 'charge',
  ...fields,
})

export const invoice = (fields: Fields = {}): Fields => ({
  id: 'in_described0001',
  object: 'invoice',
  amount_due: 25_000,
  amount_paid: 0,
  amount_remaining: 25_000,
  amount_shipping: 0,
  attempt_count: 0,
  attempted: false,
  automatic_tax: { enabled: false, liability: null, status: null },
  collection_method: 'send_invoice',
  created,
  currency: 'sar',
  customer,
  default_tax_rates: [],
  description: null,
  due_date: created + 2_592_000,
  hosted_invoice_url: null,
  lines: { object: 'list', data: [], has_more: false, url: '/v1/invoices/in_described0001/lines' },
  livemode: false,
  metadata: {},
  number: null,
  payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
  period_end: created,
  period_start: created,
  post_payment_credit_notes_amount: 0,
  pre_payment_credit_notes_amount: 0,
  starting_balance: 0,
  status: 'draft',
  status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
  subtotal: 25_000,
  total: 25_000,
  ...fields,
})

export const invoiceItem = (fields: Fields = {}): Fields => ({
  id: 'ii_described0001',
  object: 'invoiceitem',
  amount: 25_000,
  currency: 'sar',
  customer,
  date: created,
  description: 'Consulting, 5 hours',
  discountable: true,
  invoice: 'in_described0001',
  livemode: false,
  metadata: {},
  period: { end: created, start: created },
  proration: false,
  quantity: 1,
  ...fields,
})

export const subscription = (fields: Fields = {}): Fields => ({
  id: 'sub_described0001',
  object: 'subscription',
  automatic_tax: { enabled: false, liability: null },
  billing_cycle_anchor: created,
  cancel_at: null,
  cancel_at_period_end: false,
  canceled_at: null,
  collection_method: 'charge_automatically',
  created,
  currency: 'sar',
  customer,
  description: null,
  ended_at: null,
  items: {
    object: 'list',
    data: [
      {
        id: 'si_described0001',
        object: 'subscription_item',
        created,
        current_period_end: created + 2_592_000,
        current_period_start: created,
        metadata: {},
        price: priceOf(),
        quantity: 1,
        subscription: 'sub_described0001',
      },
    ],
    has_more: false,
    url: '/v1/subscription_items?subscription=sub_described0001',
  },
  latest_invoice: 'in_described0001',
  livemode: false,
  metadata: {},
  start_date: created,
  status: 'active',
  ...fields,
})

/** `data.object` is the object in question, as it was at that moment. */
export const event = (fields: Fields = {}): Fields => ({
  id: 'evt_described0001',
  object: 'event',
  api_version: '2026-09-30.endive',
  created,
  data: { object: invoice({ status: 'paid' }) },
  livemode: false,
  pending_webhooks: 0,
  request: { id: 'req_described0001', idempotency_key: null },
  type: 'invoice.paid',
  ...fields,
})

export const balance = {
  object: 'balance',
  available: [{ amount: 482_500, currency: 'sar', source_types: { card: 482_500 } }],
  livemode: false,
  pending: [{ amount: 4_825, currency: 'sar', source_types: { card: 4_825 } }],
}

export const reportRun = (fields: Fields = {}): Fields => ({
  id: 'frr_described0001',
  object: 'reporting.report_run',
  created,
  error: null,
  livemode: false,
  parameters: { interval_end: 1_764_547_200, interval_start: 1_761_955_200 },
  report_type: 'balance.summary.1',
  result: null,
  status: 'pending',
  succeeded_at: null,
  ...fields,
})

export const reportFile = {
  id: 'file_described0001',
  object: 'file',
  created,
  expires_at: null,
  filename: 'balance.summary.1.csv',
  purpose: 'finance_report_run',
  size: 42,
  title: null,
  type: 'csv',
  url: 'https://files.stripe.com/v1/files/file_described0001/contents',
}

export const list = (url: string, data: readonly unknown[], more = false): Fields => ({
  object: 'list',
  data,
  has_more: more,
  url,
})
export const deleted = (object: string, id: string): Fields => ({ id, object, deleted: true })
/** What Stripe says of an id that it does not have. */
export const missing = (what: string, id: string): Fields => ({
  error: { code: 'resource_missing', message: `No such ${what}: '${id}'`, param: what, type: 'invalid_request_error' },
})
