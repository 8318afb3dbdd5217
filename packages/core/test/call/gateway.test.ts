import { afterEach, beforeEach, expect, test } from 'vitest'
import * as z from 'zod'
import { type Answer, connect, defineVendor, header, lookup, nothing, upsert } from '@portico/core'
import { type Reply, type VendorServer, vendorServer } from '../fixture/vendor-server.ts'
import { bound, common, write } from '../odd/vendor.ts'
import { failure } from './failure.ts'

/** A vendor that has codes for some refusals, and whose connector names the others by their status. */
const mixed = defineVendor({
  ...common,
  id: 'mixed',
  origins: { api: 'https://mixed.example' },
  requestIdHeader: 'x-request-id',
  failures: {
    read: ({ status, body }: Answer) => ({
      code: body?.code ?? (status === 404 ? 'not_found' : undefined),
      message: body?.message,
    }),
    codes: { not_found: 'not_found', gone: 'not_found' },
  },
})
const Reference = z.object({ id: z.string() })
const audit = { entity: { type: 'order', id: 'input.id' } } as const
const getOrder = mixed.query('GET /orders/{id}', {
  summary: 'One.',
  input: Reference,
  output: Reference,
  examples: [{ id: '1' }],
})
const deleteOrder = mixed.command('DELETE /orders/{id}', {
  ...write,
  summary: 'Delete.',
  input: Reference,
  output: nothing,
  audit,
  idempotency: upsert,
  alreadyDone: {
    not_found: ({ resent }) => (resent ? { output: undefined } : undefined),
    gone: ({ resent }) => (resent ? { output: undefined } : undefined),
  },
  examples: [{ id: '1' }],
})
const payOrder = mixed.command('POST /payments', {
  ...write,
  summary: 'Pay.',
  input: Reference,
  output: Reference,
  audit,
  idempotency: lookup(getOrder, {
    input: ({ input }: { input: z.output<typeof Reference> }) => input,
    found: ({ output }) => output,
    absent: 'not_found',
    settle: '1ms',
  }),
  examples: [{ id: '1' }],
})
const refundOrder = mixed.command('POST /refunds', {
  ...write,
  summary: 'Refund.',
  input: Reference,
  output: Reference,
  audit,
  idempotency: header('idempotency-key', '24h'),
  examples: [{ id: '1' }],
})
const connector = mixed.connector({ version: '1.0.0', operations: { getOrder, deleteOrder, payOrder, refundOrder } })

let vendor: VendorServer
beforeEach(async () => {
  vendor = await vendorServer()
})
afterEach(() => vendor.close())

const client = () => connect(connector, { ...bound, origins: { api: vendor.origin } })

const gateway: readonly (readonly [string, Reply])[] = [
  ['a page', { status: 404, headers: { 'content-type': 'text/html' }, body: '<html>404</html>' }],
  ['JSON of its own', { status: 404, body: { message: 'no Route matched with those values' } }],
  ['nothing', { status: 404 }],
]
const ofVendor: readonly (readonly [string, Reply])[] = [
  ['by its own code', { status: 404, body: { code: 'gone' } }],
  ['under its request id', { status: 404, headers: { 'x-request-id': 'req-1' }, body: { message: 'Not Found' } }],
]

/** The first sending is lost; what comes after it is answered so. */
const lostThen = (reply: Reply): void => {
  vendor.reply = ({ method }, index) => (index === 0 ? 'drop' : method === 'POST' ? { body: { id: '1' } } : reply)
}

test.each(gateway)('a gateway that finds nothing and answers %s says nothing of a lost deletion', async (_, reply) => {
  lostThen(reply)
  expect(await failure(client().deleteOrder({ id: '1' }))).toMatchObject({ code: 'not_found', commitState: 'unknown' })
})

test.each(ofVendor)('a lost deletion was done when the vendor says %s that there is nothing', async (_, reply) => {
  lostThen(reply)
  const { receipt } = await client().deleteOrder.detailed({ id: '1' })
  expect(receipt.commitState).toBe('committed')
})

test.each(gateway)('a lost payment is not sent again because a gateway answers the lookup with %s', async (_, reply) => {
  lostThen(reply)
  const lost = await failure(client().payOrder({ id: '1' }, { idempotencyKey: 'order-1' }))
  expect(lost).toMatchObject({ code: 'outcome_unknown', commitState: 'unknown', retryable: true })
  expect(vendor.seen.filter(({ method }) => method === 'POST')).toHaveLength(1)
})

test.each(ofVendor)('a lost payment is sent again when the vendor says %s that it is not there', async (_, reply) => {
  lostThen(reply)
  const { receipt } = await client().payOrder.detailed({ id: '1' })
  expect(receipt.commitState).toBe('committed')
  expect(vendor.seen.map(({ method }) => method)).toEqual(['POST', 'GET', 'POST'])
})

test.each(gateway)(
  'a key is not free because a gateway answers %s, whose status the connector has a code for',
  async (_, reply) => {
    vendor.reply = (_request, index) => (index === 0 ? 'drop' : reply)
    const mixedClient = client()
    await failure(mixedClient.refundOrder({ id: '1' }, { idempotencyKey: 'order-1' }))
    const again = await failure(mixedClient.refundOrder({ id: '1' }, { idempotencyKey: 'order-1' }))
    expect(again).toMatchObject({ code: 'not_found', commitState: 'unknown' })
  },
)

test.each<[string, Reply, string]>([
  ['a page', { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Sign in</html>' }, 'unknown'],
  [
    'a page under its id',
    { status: 200, headers: { 'content-type': 'text/html', 'x-request-id': 'req-1' }, body: '<html>Done</html>' },
    'committed',
  ],
  ['broken JSON', { status: 200, body: '{"id":' }, 'committed'],
  ['JSON that lacks what is promised', { status: 200, body: {} }, 'committed'],
])('a payment that is answered with success by %s', async (_, reply, commitState) => {
  vendor.reply = () => reply
  const failed = await failure(client().refundOrder({ id: '1' }, { idempotencyKey: 'order-1' }))
  expect(failed).toMatchObject({ code: 'contract_violation', commitState, retryable: commitState === 'unknown' })
})

test('a payment that a gateway answered with a page is made under the same key', async () => {
  const mixedClient = client()
  vendor.reply = () => ({ status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Sign in</html>' })
  await failure(mixedClient.refundOrder({ id: '1' }, { idempotencyKey: 'order-1' }))
  vendor.reply = () => ({ body: { id: '1' } })
  expect(await mixedClient.refundOrder({ id: '1' }, { idempotencyKey: 'order-1' })).toEqual({ id: '1' })
  expect(new Set(vendor.seen.map(({ headers }) => headers['idempotency-key']))).toEqual(new Set(['order-1']))
})
