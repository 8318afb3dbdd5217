import { createHmac } from 'node:crypto'
import { memoryStore } from '@portico/core'
import { expect, test } from 'vitest'
import { stripeWebhooks } from '../src/webhooks.ts'

const secret = 'whsec_of_nobody'
const at = Date.parse('2026-11-24T00:00:00Z')

const charge = {
  id: 'ch_1',
  object: 'charge',
  amount: 100,
  currency: 'sar',
  status: 'succeeded',
  created: 1,
  livemode: false,
  refunded: true,
}
const eventOf = (type: string, object: object, api_version = '2026-09-30.endive'): string => {
  const event = { id: `evt_${type}`, object: 'event', type, api_version, created: 1, livemode: false, pending_webhooks: 1 }
  return JSON.stringify({ ...event, data: { object } })
}

// Written by the vendor's manual, not by the code under test.
function signed(body: string, seconds = at / 1_000, key = secret): Record<string, string> {
  const v1 = createHmac('sha256', key).update(`${seconds}.${body}`).digest('hex')
  return { 'stripe-signature': `t=${seconds},v1=${v1},v0=${'0'.repeat(64)}` }
}

const receive = (body: string, headers: Record<string, string>, { deliveries } = memoryStore()) =>
  stripeWebhooks.receive({ tenantId: 'acme', headers, body }, { secrets: [secret], deliveries, now: () => at })

test('a refunded charge arrives typed', async () => {
  const body = eventOf('charge.refunded', charge)
  const { event, deliveryId } = await receive(body, signed(body))
  expect(deliveryId).toBe('evt_charge.refunded')
  if (event.type !== 'charge.refunded') throw new Error(`it is ${event.type}`)
  expect(event.data.data.object).toMatchObject({ id: 'ch_1', refunded: true })
})

test('every promised type has a schema', () => {
  expect(stripeWebhooks.types.toSorted()).toEqual([
    'charge.refunded',
    'customer.subscription.created',
    'customer.subscription.deleted',
    'customer.subscription.paused',
    'customer.subscription.resumed',
    'customer.subscription.trial_will_end',
    'customer.subscription.updated',
    'invoice.paid',
    'invoice.payment_failed',
    'payment_intent.payment_failed',
    'payment_intent.succeeded',
  ])
})

test.each([
  ['2026-10-28.endive', undefined],
  ['2026-03-25.dahlia', 'invalid_payload'],
  ['2023-08-16', 'invalid_payload'],
])('an event of version %s is %s', async (version, code) => {
  const body = eventOf('charge.refunded', charge, version)
  const received = receive(body, signed(body)).then(
    () => undefined,
    (error: { code?: string }) => error.code,
  )
  expect(await received).toBe(code)
})

test('what is not promised is surfaced under its own name', async () => {
  const body = eventOf('product.created', { id: 'prod_1' })
  await expect(receive(body, signed(body))).resolves.toMatchObject({ type: 'product.created', event: { type: 'unknown' } })
})

test('while a secret rolls, either signature is enough', async () => {
  const body = eventOf('charge.refunded', charge)
  const [old, rolled] = [signed(body), signed(body, at / 1_000, 'whsec_new')].map((headers) => headers['stripe-signature'])
  const both = `${rolled},${old!.split(',')[1]}`
  await expect(receive(body, { 'stripe-signature': both })).resolves.toMatchObject({ type: 'charge.refunded' })
})

test('a forged, a stale, an unsigned and a repeated delivery are refused', async () => {
  const body = eventOf('charge.refunded', charge)
  await expect(receive(body, signed(body, at / 1_000, 'whsec_other'))).rejects.toMatchObject({ code: 'forged' })
  await expect(receive(body.replace('100', '999'), signed(body))).rejects.toMatchObject({ code: 'forged' })
  await expect(receive(body, signed(body, at / 1_000 - 301))).rejects.toMatchObject({ code: 'stale' })
  await expect(receive(body, {})).rejects.toMatchObject({ code: 'missing_signature' })
  const store = memoryStore()
  await receive(body, signed(body), store)
  await expect(receive(body, signed(body, at / 1_000 + 60), store)).rejects.toMatchObject({ code: 'replayed' })
})

test('an event that lacks what is promised is refused, and a later one under its id is not a repeat', async () => {
  const body = eventOf('charge.refunded', { ...charge, amount: 'a lot' })
  const store = memoryStore()
  await expect(receive(body, signed(body), store)).rejects.toMatchObject({ code: 'invalid_payload' })
  const mended = eventOf('charge.refunded', charge)
  await expect(receive(mended, signed(mended), store)).resolves.toMatchObject({ deliveryId: 'evt_charge.refunded' })
})
