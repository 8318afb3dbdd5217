import { recordingPlan } from '@portico/testing/record'
import { stripe } from '../src/index.ts'
import * as described from './described.ts'
import { streams } from './record-streams.ts'

const customer = 'cus_described0001'
const charge = 'ch_described0001'
const invoice = 'in_described0001'
const price = 'price_described0001'
const payment_intent = 'pi_described0001'
const subscription = 'sub_described0001'

export const plan = recordingPlan(stripe, {
  description: 'vendors/specs/stripe__spec3.yaml.gz',
  credentials: (environment) => ({ key: environment('STRIPE_SECRET_KEY') }),
  emulate: {
    service: 'stripe',
    seed: { stripe: { customers: [{ id: 'cus_seeded0001', email: 'buyer@shop.example', name: 'A buyer' }] } },
    credentials: { key: 'stripe-key-of-the-emulator' },
    origins: (baseUrl) => ({ api: baseUrl, files: baseUrl }),
  },
  async record(step) {
    const { id } = await step('createCustomer', { email: 'nora@shop.example', name: 'Nora' })
    await step('getCustomer', { customer: id })
    await step('getCustomer', { customer: 'cus_unknown' }, { as: 'missing', fails: 'not_found' })
    await step('updateCustomer', { customer: id, description: 'Pays in advance.' })
    await step('listCustomers', { limit: 1 }, { pages: 2 })
    await step.undo('createCustomer')
    const other = await step('createCustomer', { email: 'omar@shop.example' }, { unrecorded: true })
    await step('deleteCustomer', { customer: other.id })

    const product = await step('createProduct', { name: 'Pro', description: 'Everything in Basic.' })
    await step('createProduct', { name: 'Basic' }, { unrecorded: true })
    await step('listProducts', { limit: 1 }, { pages: 2 })
    await step('createPrice', { product: product.id, currency: 'sar', unit_amount: 9_900 })
    await step('createPrice', { product: product.id, currency: 'sar', unit_amount: 990 }, { unrecorded: true })
    await step('listPrices', { product: product.id, limit: 1 }, { pages: 2 })

    const payment = { amount: 5_000, currency: 'sar', customer: 'cus_seeded0001' } as const
    const intent = await step('createPaymentIntent', payment)
    await step('getPaymentIntent', { payment_intent: intent.id })
    await step.undo('createPaymentIntent')
    const second = await step('createPaymentIntent', { ...payment, payment_method: 'pm_card_visa' }, { unrecorded: true })
    await step('confirmPaymentIntent', { payment_intent: second.id, payment_method: 'pm_card_visa' })
    await step('listPaymentIntents', { limit: 1 }, { pages: 2 })
    const third = await step('createPaymentIntent', payment, { unrecorded: true })
    await step('cancelPaymentIntent', { payment_intent: third.id, cancellation_reason: 'requested_by_customer' })
    await step('cancelPaymentIntent', { payment_intent: third.id }, { as: 'again', fails: 'conflict' })

    const [paid] = await step('listCharges', { payment_intent: second.id })
    await step('getCharge', { charge: paid!.id })
  },
  described: {
    source: 'https://docs.stripe.com/api, 2026-09-30.endive, read 2026-11-24',
    recordings: [
      { operation: 'updateProduct', undoes: 'createProduct', answers: [{ body: described.product({ active: false }) }] },
      { operation: 'updatePrice', undoes: 'createPrice', answers: [{ body: described.priceOf({ active: false }) }] },
      {
        operation: 'capturePaymentIntent',
        input: { payment_intent, amount_to_capture: 5_000 },
        answers: [{ body: described.paymentIntent() }],
      },
      {
        operation: 'createRefund',
        input: { payment_intent, reason: 'requested_by_customer' },
        answers: [{ body: described.refund() }],
      },
      { operation: 'createRefund', undoes: 'confirmPaymentIntent', answers: [{ body: described.refund() }] },
      {
        operation: 'createRefund',
        as: 'already',
        input: { charge },
        answers: [
          {
            status: 400,
            body: {
              error: {
                code: 'charge_already_refunded',
                message: `Charge ${charge} has already been refunded.`,
                type: 'invalid_request_error',
              },
            },
          },
        ],
        fails: 'conflict',
      },
      {
        operation: 'listRefunds',
        input: { charge, limit: 1 },
        answers: [
          { body: described.list('/v1/refunds', [described.refund({ id: 're_described0002' })], true) },
          { body: described.list('/v1/refunds', [described.refund()]) },
        ],
      },
      { operation: 'getBalance', input: {}, answers: [{ body: described.balance }] },
      {
        operation: 'getBalanceTransaction',
        input: { balance_transaction: 'txn_described0001' },
        answers: [{ body: described.balanceTransaction() }],
      },
      {
        operation: 'listBalanceTransactions',
        input: { type: 'charge', limit: 1 },
        answers: [
          { body: described.list('/v1/balance_transactions', [described.balanceTransaction({ id: 'txn_described0002' })], true) },
          { body: described.list('/v1/balance_transactions', [described.balanceTransaction()]) },
        ],
      },

      {
        operation: 'createInvoice',
        input: { customer, collection_method: 'send_invoice', days_until_due: 30 },
        answers: [{ body: described.invoice() }],
      },
      { operation: 'deleteDraftInvoice', undoes: 'createInvoice', answers: [{ body: described.deleted('invoice', invoice) }] },
      {
        operation: 'createInvoiceItem',
        input: { customer, invoice, amount: 25_000, currency: 'sar', description: 'Consulting, 5 hours' },
        answers: [{ body: described.invoiceItem() }],
      },
      {
        operation: 'deleteInvoiceItem',
        undoes: 'createInvoiceItem',
        answers: [{ body: described.deleted('invoiceitem', 'ii_described0001') }],
      },
      {
        operation: 'finalizeInvoice',
        input: { invoice },
        answers: [{ body: described.invoice({ status: 'open', number: 'ACME-0001' }) }],
      },
      {
        operation: 'voidInvoice',
        undoes: 'finalizeInvoice',
        answers: [{ body: described.invoice({ status: 'void', number: 'ACME-0001' }) }],
      },
      { operation: 'getInvoice', input: { invoice }, answers: [{ body: described.invoice() }] },
      {
        operation: 'getInvoice',
        as: 'missing',
        input: { invoice: 'in_unknown' },
        answers: [{ status: 404, body: described.missing('invoice', 'in_unknown') }],
        fails: 'not_found',
      },
      {
        operation: 'listInvoices',
        input: { customer, limit: 1 },
        answers: [
          { body: described.list('/v1/invoices', [described.invoice({ id: 'in_described0002' })], true) },
          { body: described.list('/v1/invoices', [described.invoice()]) },
        ],
      },

      {
        operation: 'createSubscription',
        input: { customer, items: [{ price, quantity: 1 }] },
        answers: [{ body: described.subscription() }],
      },
      {
        operation: 'cancelSubscription',
        undoes: 'createSubscription',
        answers: [{ body: described.subscription({ status: 'canceled', canceled_at: 1_764_000_060, ended_at: 1_764_000_060 }) }],
      },
      { operation: 'getSubscription', input: { subscription }, answers: [{ body: described.subscription() }] },
      {
        operation: 'listSubscriptions',
        input: { customer, limit: 1 },
        answers: [
          { body: described.list('/v1/subscriptions', [described.subscription({ id: 'sub_described0002' })], true) },
          { body: described.list('/v1/subscriptions', [described.subscription()]) },
        ],
      },
      {
        operation: 'scheduleSubscriptionCancellation',
        input: { subscription },
        answers: [{ body: described.subscription({ cancel_at_period_end: true, cancel_at: 1_766_592_000 }) }],
      },
      {
        operation: 'keepSubscription',
        undoes: 'scheduleSubscriptionCancellation',
        answers: [{ body: described.subscription() }],
      },
      {
        operation: 'scheduleSubscriptionCancellation',
        undoes: 'keepSubscription',
        answers: [{ body: described.subscription({ cancel_at_period_end: true, cancel_at: 1_766_592_000 }) }],
      },

      {
        operation: 'runReport',
        input: { report_type: 'balance.summary.1', parameters: { interval_start: 1_761_955_200, interval_end: 1_764_547_200 } },
        answers: [
          { body: described.reportRun() },
          { body: described.reportRun({ status: 'succeeded', succeeded_at: 1_764_000_030, result: described.reportFile }) },
        ],
      },
      {
        operation: 'downloadReport',
        input: { file: 'file_described0001' },
        answers: [{ headers: { 'content-type': 'text/csv' }, body: 'category,net\ncharge,4825\n' }],
      },
    ],
  },
  streams,
})
