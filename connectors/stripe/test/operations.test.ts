import type { AnyOperation } from '@portico/core'
import { expect, test } from 'vitest'
import { stripe } from '../src/index.ts'
import { connected } from './connected.ts'

const gone = {
  status: 404,
  body: { error: { type: 'invalid_request_error', code: 'resource_missing', message: 'No such customer' } },
}
const intent = { id: 'pi_1', object: 'payment_intent', amount: 2_000, currency: 'sar', created: 1, livemode: false }
const run = { id: 'frr_1', object: 'reporting.report_run', report_type: 'balance.summary.1', created: 1, livemode: true }

test('deleting an unknown customer is a mistake, and deleting one again after a lost answer is done', async () => {
  const mistaken = connected(gone)
  await expect(mistaken.client.deleteCustomer({ customer: 'cus_typo' })).rejects.toMatchObject({ code: 'not_found' })

  const repeated = connected({ status: 503, body: 'gateway' }, gone)
  await expect(repeated.client.deleteCustomer({ customer: 'cus_1' })).resolves.toEqual({
    id: 'cus_1',
    object: 'customer',
    deleted: true,
  })
})

test('a DELETE carries no idempotency key, since Stripe reads none there', async () => {
  const { client, requests } = connected({ body: { id: 'cus_1', object: 'customer', deleted: true } })
  await client.deleteCustomer({ customer: 'cus_1' })
  expect(requests[0]!.headers).not.toHaveProperty('idempotency-key')
})

test('a draft never advances by itself, whoever asks', async () => {
  const { client, requests } = connected({ status: 400, body: { error: { type: 'invalid_request_error' } } })
  await expect(client.createInvoice({ customer: 'cus_1' })).rejects.toMatchObject({ code: 'rejected' })
  expect(requests[0]!.body).toBe('customer=cus_1&auto_advance=false')
})

test('only a confirmation that took money can be undone by a refund', async () => {
  const held = connected({ body: { ...intent, status: 'requires_capture' } })
  const { receipt: nothingTaken } = await held.client.confirmPaymentIntent.detailed({ payment_intent: 'pi_1' })
  expect(nothingTaken.undo).toBeUndefined()

  const taken = connected({ body: { ...intent, status: 'succeeded' } })
  const { receipt } = await taken.client.confirmPaymentIntent.detailed({ payment_intent: 'pi_1' })
  expect(receipt.undo).toEqual({ operation: 'createRefund', input: { payment_intent: 'pi_1', reason: 'requested_by_customer' } })
})

test('an invoice that is paid when it is finalized is not voided', async () => {
  const invoice = {
    object: 'invoice',
    id: 'in_1',
    amount_due: 0,
    amount_paid: 0,
    amount_remaining: 0,
    subtotal: 0,
    total: 0,
    currency: 'sar',
    collection_method: 'charge_automatically',
    attempt_count: 0,
    period_start: 1,
    period_end: 2,
    created: 1,
    livemode: false,
  }
  const { client } = connected({ body: { ...invoice, status: 'paid' } }, { body: { ...invoice, status: 'open' } })
  const { receipt: paid } = await client.finalizeInvoice.detailed({ invoice: 'in_1' })
  expect(paid.undo).toBeUndefined()
  const { receipt: open } = await client.finalizeInvoice.detailed({ invoice: 'in_1' })
  expect(open.undo).toEqual({ operation: 'voidInvoice', input: { invoice: 'in_1' } })
})

test.each([
  'createInvoiceItem',
  'confirmPaymentIntent',
  'capturePaymentIntent',
  'finalizeInvoice',
  'createSubscription',
  'createRefund',
])('%s leads to money without another decision, so it needs an executive', (name) => {
  const { definition } = (stripe.operations as Readonly<Record<string, AnyOperation>>)[name]!
  expect(definition).toMatchObject({ sideEffect: 'external_commitment', reversibility: 'R3', approval: 'A3' })
})

test('a list goes on after its last item, nested filters in brackets', async () => {
  const price = {
    object: 'price',
    product: 'prod_1',
    active: true,
    currency: 'sar',
    created: 1,
    livemode: false,
    type: 'one_time',
  }
  const page = (id: string, more: boolean) => ({
    body: { object: 'list', url: '/v1/prices', has_more: more, data: [{ ...price, id }] },
  })
  const { client, requests } = connected(page('price_1', true), page('price_2', false))
  const ids: string[] = []
  for await (const { id } of client.listPrices.items({ lookup_keys: ['a', 'b'], created: { gte: 5 }, limit: 1 })) ids.push(id)
  expect(ids).toEqual(['price_1', 'price_2'])
  const queries = requests.map(({ path }) => decodeURIComponent(path))
  expect(queries[0]).toBe('/v1/prices?lookup_keys[]=a&lookup_keys[]=b&created[gte]=5&limit=1')
  expect(queries[1]).toContain('&starting_after=price_1')
})

test('a report is started, asked for until it is there, and given with its file', async () => {
  const { client, requests } = connected(
    { body: { ...run, status: 'pending', result: null } },
    { body: { ...run, status: 'pending', result: null } },
    { body: { ...run, status: 'succeeded', succeeded_at: 2, result: { id: 'file_1', size: 12, filename: 'a.csv' } } },
  )
  const report = await client.runReport({ report_type: 'balance.summary.1' })
  expect(report.result).toEqual({ id: 'file_1', size: 12, filename: 'a.csv' })
  expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /v1/reporting/report_runs',
    'GET /v1/reporting/report_runs/frr_1',
    'GET /v1/reporting/report_runs/frr_1',
  ])
})

test('a report that fails says why', async () => {
  const { client } = connected(
    { body: { ...run, status: 'pending' } },
    { body: { ...run, status: 'failed', error: 'The interval is too long.' } },
  )
  await expect(client.runReport({ report_type: 'balance.summary.1' })).rejects.toThrow('The interval is too long.')
})
