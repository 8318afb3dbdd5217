import nock from 'nock'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { failure, request, transports } from './transports.ts'

beforeAll(() => {
  if (!nock.isActive()) nock.activate()
  nock.disableNetConnect()
})
afterEach(() => nock.cleanAll())
afterAll(() => {
  nock.enableNetConnect()
  nock.restore()
})

// Recordings are replayed with nock, over whichever transport a test has.
describe.each(Object.entries(transports))('%s', (_name, create) => {
  const origin = 'https://vendor.example'

  test('is answered by nock, call after call', async () => {
    nock(origin).get('/v1/a?b=c').times(2).reply(200, { a: 1 }, { 'X-Request-Id': 'r1' })
    const transport = create()
    for (let call = 0; call < 2; call++) {
      const answer = await transport.request(request({ origin, path: '/v1/a?b=c' }))
      expect(answer).toMatchObject({ status: 200, text: '{"a":1}', headers: { 'x-request-id': 'r1' } })
    }
    expect(nock.isDone()).toBe(true)
  })

  test('nock sees the body and the headers', async () => {
    nock(origin, { reqheaders: { 'idempotency-key': 'k' } })
      .post('/v1/a', { amount: 1 })
      .reply(201, 'made')
    const headers = { 'content-type': 'application/json', 'idempotency-key': 'k' }
    const answer = await create().request(request({ origin, path: '/v1/a', method: 'POST', headers, body: '{"amount":1}' }))
    expect(answer).toMatchObject({ status: 201, text: 'made' })
  })

  test('a streamed answer comes from nock too', async () => {
    nock(origin).get('/file').reply(200, 'content')
    const answer = await create().request(request({ origin, path: '/file', streamed: true }))
    expect(await new Response(answer.stream).text()).toBe('content')
  })

  test('faults are played: a reset, and a vendor that is late', async () => {
    const transport = create()
    nock(origin)
      .get('/')
      .replyWithError(Object.assign(new Error('reset'), { code: 'ECONNRESET' }))
    expect(await failure(transport.request(request({ origin })))).toMatchObject({ reason: 'interrupted', sent: true })
    nock(origin).get('/').delay(2_000).reply(200)
    expect(await failure(transport.request(request({ origin, timeoutMs: 50 })))).toMatchObject({ reason: 'timeout', sent: true })
  })

  test('what no recording matches fails', async () => {
    const outcome = create().request(request({ origin: 'https://unrecorded.example' }))
    expect(await failure(outcome)).toBeInstanceOf(Error)
  })
})
