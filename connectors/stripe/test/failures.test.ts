import { expect, test } from 'vitest'
import { connected } from './connected.ts'

const refund = { id: 're_1', object: 'refund', amount: 500, currency: 'sar', created: 1 }
const failure = (error: object) => ({ error: { type: 'invalid_request_error', message: 'no', ...error } })

test('a declined card is a refusal, with what Stripe calls it and its request id', async () => {
  const { client, requests } = connected({
    status: 402,
    headers: { 'request-id': 'req_1' },
    body: {
      error: {
        type: 'card_error',
        code: 'card_declined',
        decline_code: 'insufficient_funds',
        message: 'Your card was declined.',
      },
    },
  })
  await expect(client.confirmPaymentIntent({ payment_intent: 'pi_1' })).rejects.toMatchObject({
    code: 'rejected',
    commitState: 'refused',
    retryable: false,
    vendor: { status: 402, code: 'card_declined', message: 'Your card was declined.', requestId: 'req_1' },
  })
  expect(requests).toHaveLength(1)
})

test.each([
  [401, {}, 'unauthenticated'],
  [403, {}, 'forbidden'],
  [400, { code: 'parameter_missing' }, 'rejected'],
  [400, { code: 'charge_already_refunded' }, 'conflict'],
  [400, { type: 'idempotency_error' }, 'idempotency_conflict'],
  [404, { code: 'resource_missing' }, 'not_found'],
] as const)('status %i with %o is %s, and nothing was done', async (status, error, code) => {
  const { client } = connected({ status, body: failure(error) })
  await expect(client.createRefund({ payment_intent: 'pi_1' })).rejects.toMatchObject({ code, commitState: 'refused' })
})

test('a code that is not declared is told apart from those that are', async () => {
  const { client } = connected({ status: 400, body: failure({ code: 'made_up_tomorrow' }) })
  await expect(client.createRefund({ payment_intent: 'pi_1' })).rejects.toMatchObject({
    code: 'rejected',
    vendor: { undeclaredCode: 'made_up_tomorrow' },
  })
})

test.each([
  [409, 'idempotency_key_in_use'],
  [429, 'lock_timeout'],
  [429, 'rate_limit'],
] as const)('%i %s is sent again under the same key', async (status, code) => {
  const { client, requests } = connected({ status, body: failure({ code }) }, { body: refund })
  await client.createRefund({ payment_intent: 'pi_1' }, { idempotencyKey: 'refund:6735' })
  expect(requests.map(({ headers }) => headers['idempotency-key'])).toEqual(['refund:6735', 'refund:6735'])
})

test('a key that stays in use leaves the outcome unknown', async () => {
  const inUse = { status: 409, body: failure({ code: 'idempotency_key_in_use' }) }
  const { client, requests } = connected(inUse, inUse, inUse)
  await expect(client.createRefund({ payment_intent: 'pi_1' })).rejects.toMatchObject({
    code: 'in_progress',
    commitState: 'unknown',
  })
  expect(requests).toHaveLength(3)
})

test('a 500 that Stripe says not to repeat is not repeated, and its outcome is unknown', async () => {
  const { client, requests } = connected({
    status: 500,
    headers: { 'stripe-should-retry': 'false' },
    body: { error: { type: 'api_error', message: 'Something went wrong.' } },
  })
  await expect(client.createRefund({ payment_intent: 'pi_1' })).rejects.toMatchObject({
    code: 'unavailable',
    commitState: 'unknown',
    vendor: { code: 'api_error' },
  })
  expect(requests).toHaveLength(1)
})

test('a refusal that Stripe says to repeat is repeated', async () => {
  const { client, requests } = connected(
    { status: 400, headers: { 'stripe-should-retry': 'true' }, body: failure({}) },
    { body: refund },
  )
  await expect(client.createRefund({ payment_intent: 'pi_1' })).resolves.toMatchObject({ id: 're_1' })
  expect(requests).toHaveLength(2)
})
