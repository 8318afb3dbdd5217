import { expect, test } from 'vitest'
import { connected } from './connected.ts'

const message = { channel: 'C024BE91L', text: 'hello' }
const call = { idempotencyKey: 'deploy:118' }
const posted = { ok: true, channel: 'C024BE91L', ts: '1503435956.000247', message: { text: 'hello' } }
const failure = (error: string, more: object = {}) => ({ body: { ok: false, error, ...more } })

test('a 200 that is not ok is a failure, with what Slack calls it and its request id', async () => {
  const { client } = connected({
    headers: { 'x-slack-req-id': 'abc123' },
    body: { ok: false, error: 'missing_scope', needed: 'chat:write', provided: 'channels:read' },
  })
  await expect(client.postMessage(message, call)).rejects.toMatchObject({
    code: 'forbidden',
    commitState: 'refused',
    retryable: false,
    vendor: { status: 200, code: 'missing_scope', message: 'missing_scope; needs chat:write', requestId: 'abc123' },
  })
})

test('invalid arguments say which', async () => {
  const { client } = connected(
    failure('invalid_arguments', { response_metadata: { messages: ['[ERROR] missing required field: channel'] } }),
  )
  await expect(client.postMessage(message, call)).rejects.toMatchObject({
    code: 'rejected',
    vendor: { message: 'invalid_arguments; [ERROR] missing required field: channel' },
  })
})

test.each([
  ['invalid_auth', 'unauthenticated'],
  ['channel_not_found', 'not_found'],
  ['is_archived', 'conflict'],
  ['msg_too_long', 'rejected'],
] as const)('%s is %s, and nothing was posted', async (error, code) => {
  const { client, requests } = connected(failure(error))
  await expect(client.postMessage(message, call)).rejects.toMatchObject({ code, commitState: 'refused', vendor: { code: error } })
  expect(requests).toHaveLength(1)
})

test('a code that is not declared is a refusal of its own name', async () => {
  const { client } = connected(failure('made_up_tomorrow'))
  await expect(client.postMessage(message, call)).rejects.toMatchObject({
    code: 'rejected',
    commitState: 'refused',
    vendor: { undeclaredCode: 'made_up_tomorrow' },
  })
})

test.each(['fatal_error', 'internal_error', 'service_unavailable'])(
  'after %s a message may have been posted: it is sent once',
  async (error) => {
    const { client, requests } = connected(failure(error))
    await expect(client.postMessage(message, call)).rejects.toMatchObject({ code: 'unavailable', commitState: 'unknown' })
    expect(requests).toHaveLength(1)
  },
)

test('a body that did not arrive whole was not run, so the message is sent again', async () => {
  const { client, requests } = connected(failure('request_timeout'), { body: posted })
  await expect(client.postMessage(message, call)).resolves.toMatchObject({ ts: '1503435956.000247' })
  expect(requests).toHaveLength(2)
})

test.each([
  [429, 'ratelimited'],
  [200, 'rate_limited'],
] as const)('%i %s is waited out', async (status, error) => {
  const { client, requests } = connected({ status, headers: { 'retry-after': '1' }, ...failure(error) }, { body: posted })
  await client.postMessage(message, call)
  expect(requests).toHaveLength(2)
})

test('an outage in HTML is no answer of the method', async () => {
  const outage = { status: 503, body: '<html>Service Unavailable</html>' }
  const { client } = connected(outage)
  await expect(client.postMessage(message, call)).rejects.toMatchObject({ code: 'unavailable', commitState: 'unknown' })
})
