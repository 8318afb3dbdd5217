import { getEventListeners } from 'node:events'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { selfSigned } from './certificate.ts'
import { deadPort, received, serve, serveRaw, serveSecurely, serveText } from './loopback.ts'
import { failure, request, transports } from './transports.ts'

// One table of what a transport does with a whole answer, run over each of them.
describe.each(Object.entries(transports))('%s', (name, create) => {
  test('hands over status, headers in lower case with repeated ones joined, and the body', async () => {
    const server = await serve((_, response) => {
      response.setHeader('X-Request-Id', 'r1')
      response.setHeader('Set-Cookie', ['a=1', 'b=2'])
      response.writeHead(201, { 'Content-Type': 'application/json' }).end('{"a":"é"}')
    })
    const answer = await create().request(request({ origin: server.origin, path: '/v1/a?b=c' }))
    expect(answer).toMatchObject({ status: 201, text: '{"a":"é"}', url: `${server.origin}/v1/a?b=c` })
    expect(answer.headers).toMatchObject({ 'x-request-id': 'r1', 'set-cookie': 'a=1, b=2', 'content-type': 'application/json' })
    expect(new TextDecoder().decode(answer.bytes)).toBe('{"a":"é"}')
    expect(answer.stream).toBeUndefined()
  })

  test('sends method, path, headers and body as they are', async () => {
    const server = await serve(async (message, response) => {
      const { method, url, headers } = message
      response.end(
        JSON.stringify({ method, url, key: headers['x-key'], length: headers['content-length'], body: await received(message) }),
      )
    })
    const transport = create()
    for (const body of ['{"é":1}', new TextEncoder().encode('{"é":1}')]) {
      const sent = { method: 'PATCH', path: '/a%2Fb?c=%5B%5D', headers: { 'x-key': 'k' }, body } as const
      const answer = await transport.request(request({ origin: server.origin, ...sent }))
      expect(JSON.parse(answer.text)).toEqual({ method: 'PATCH', url: '/a%2Fb?c=%5B%5D', key: 'k', length: '8', body: '{"é":1}' })
    }
  })

  test('opens a streamed body anew at each sending', async () => {
    const server = await serve(async (message, response) =>
      response.end(`${message.headers['content-length']} ${await received(message)}`),
    )
    let opened = 0
    const body = async function* (): AsyncGenerator<Uint8Array> {
      opened++
      yield new TextEncoder().encode('one ')
      yield new TextEncoder().encode('two')
    }
    const sent = request({ origin: server.origin, method: 'POST', headers: { 'content-length': '7' }, body })
    const transport = create()
    expect((await transport.request(sent)).text).toBe('7 one two')
    expect((await transport.request(sent)).text).toBe('7 one two')
    expect(opened).toBe(2)
  })

  test('an answer without a body is empty', async () => {
    const server = await serve((message, response) => {
      if (message.method === 'HEAD') response.writeHead(200, { 'content-length': 10, 'content-encoding': 'gzip' }).end()
      else response.writeHead(204).end()
    })
    const transport = create()
    expect(await transport.request(request({ origin: server.origin, method: 'HEAD' }))).toMatchObject({ status: 200, text: '' })
    expect(await transport.request(request({ origin: server.origin, method: 'DELETE' }))).toMatchObject({ status: 204, text: '' })
  })

  test('hands over a redirect instead of following it', async () => {
    let asked = 0
    const other = await serve((_, response) => {
      asked++
      response.end()
    })
    const server = await serve((_, response) => response.writeHead(302, { location: other.origin }).end('moved'))
    const answer = await create().request(request({ origin: server.origin }))
    expect(answer).toMatchObject({ status: 302, text: 'moved' })
    expect(answer.headers['location']).toBe(other.origin)
    expect(asked).toBe(0)
  })

  test('takes the final answer, not an interim one', async () => {
    const server = await serve((_, response) => {
      response.writeEarlyHints({ link: '</a.css>; rel=preload' })
      response.writeHead(200).end('final')
    })
    expect(await create().request(request({ origin: server.origin }))).toMatchObject({ status: 200, text: 'final' })
  })

  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['gzip, br', (text: string) => brotliCompressSync(gzipSync(text))],
  ])('decodes %s and no longer speaks of it', async (encoding, compress) => {
    const server = await serve((_, response) => {
      const body = compress('{"a":1}')
      response.writeHead(200, { 'content-encoding': encoding, 'content-length': body.length }).end(body)
    })
    const answer = await create().request(request({ origin: server.origin }))
    expect(answer.text).toBe('{"a":1}')
    expect(answer.headers).not.toHaveProperty('content-encoding')
    expect(answer.headers).not.toHaveProperty('content-length')
  })

  test('decodes deflate that lacks its wrapper', async () => {
    const server = await serve((_, response) =>
      response.writeHead(200, { 'content-encoding': 'deflate' }).end(deflateRawSync('raw')),
    )
    expect((await create().request(request({ origin: server.origin }))).text).toBe('raw')
  })

  test.each([
    ['an encoding that was not requested', 'compress', Buffer.from('x')],
    ['a body that is not compressed as declared', 'gzip', Buffer.from('plain')],
  ])('refuses %s', async (_what, encoding, body) => {
    const server = await serve((_, response) => response.writeHead(200, { 'content-encoding': encoding }).end(body))
    expect(await failure(create().request(request({ origin: server.origin })))).toMatchObject({ reason: 'protocol', sent: true })
  })

  test('stops a body that unpacks to more than allowed', async () => {
    const bomb = gzipSync(Buffer.alloc(1024 * 1024))
    const server = await serve((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb))
    expect(bomb.length).toBeLessThan(100_000)
    const outcome = create().request(request({ origin: server.origin, maxBytes: 100_000 }))
    expect(await failure(outcome)).toMatchObject({ reason: 'too_large', sent: true })
  })

  test('reads a text in its declared charset', async () => {
    const server = await serve((message, response) => {
      const charset = message.url === '/unknown' ? 'x-odd' : 'ISO-8859-1'
      response.writeHead(200, { 'content-type': `text/plain; charset="${charset}"` })
      response.end(message.url === '/unknown' ? 'é' : Buffer.from([0xe9]))
    })
    const transport = create()
    expect((await transport.request(request({ origin: server.origin }))).text).toBe('é')
    expect((await transport.request(request({ origin: server.origin, path: '/unknown' }))).text).toBe('é')
  })

  test.each(['with', 'without'])('stops an answer that is too large, %s a stated length', async (length) => {
    const server = await serve((_, response) => {
      if (length === 'with') response.setHeader('content-length', 2000)
      response.write('x'.repeat(1000))
      response.end('x'.repeat(1000))
    })
    const transport = create()
    expect(await failure(transport.request(request({ origin: server.origin, maxBytes: 1999 })))).toMatchObject({
      reason: 'too_large',
      sent: true,
    })
    expect((await transport.request(request({ origin: server.origin, maxBytes: 2000 }))).text).toHaveLength(2000)
  })

  // At the same time: these only wait.
  test.concurrent.for([
    ['that never answers', ''],
    ['whose headers never end', 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-slow:'],
    ['whose body never ends', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{'],
  ] as const)('gives up on a vendor %s', async ([_what, answer], { onTestFinished: finishing }) => {
    const server = await serveText(answer, 'keep', finishing)
    expect(await failure(create(finishing).request(request({ origin: server.origin, timeoutMs: 100 })))).toMatchObject({
      reason: 'timeout',
      sent: true,
    })
  })

  test.concurrent('does not wait for a vendor that drips', async ({ onTestFinished: finishing }) => {
    const server = await serve((_, response) => {
      response.writeHead(200)
      const dripping = setInterval(() => response.write('x'), 10)
      response.on('close', () => clearInterval(dripping))
    }, finishing)
    expect(await failure(create(finishing).request(request({ origin: server.origin, timeoutMs: 150 })))).toMatchObject({
      reason: 'timeout',
      sent: true,
    })
  })

  test.each([
    ['before its headers', '', 'end', 'interrupted'],
    ['inside its headers', 'HTTP/1.1 200 OK\r\ncontent-ty', 'end', 'interrupted'],
    ['inside its body', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{', 'end', 'interrupted'],
    ['inside its chunked body', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab', 'end', 'interrupted'],
    [
      'inside its last chunked body',
      'HTTP/1.1 200 OK\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab',
      'end',
      'interrupted',
    ],
    ['with a reset', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{', 'reset', 'interrupted'],
    ['because it is not HTTP', 'SSH-2.0-OpenSSH_9.9\r\n', 'keep', 'protocol'],
    ['because its headers are endless', `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`, 'keep', 'protocol'],
    ['because its chunk has no size', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n', 'keep', 'protocol'],
  ] as const)('a request may have been acted on whose answer breaks off %s', async (_what, answer, end, reason) => {
    const server = await serveText(answer, end)
    const outcome = create().request(request({ origin: server.origin, method: 'POST', body: '{}' }))
    expect(await failure(outcome)).toMatchObject({ reason, sent: true })
  })

  test('a refused connection sent nothing', async () => {
    const outcome = create().request(request({ origin: `http://127.0.0.1:${await deadPort()}`, method: 'POST', body: '{}' }))
    expect(await failure(outcome)).toMatchObject({ reason: 'connect', sent: false })
  })

  test('a certificate that nobody vouches for ends it before anything is sent', async () => {
    let asked = 0
    const server = await serveSecurely(selfSigned('localhost'), (_, response) => {
      asked++
      response.end()
    })
    const outcome = create().request(request({ origin: server.origin, method: 'POST', body: '{}' }))
    expect(await failure(outcome)).toMatchObject({ reason: 'connect', sent: false })
    expect(asked).toBe(0)
  })

  test('a signal that has fired, or no time, sends nothing', async () => {
    const server = await serve((_, response) => response.end())
    const transport = create()
    const cancelled = transport.request(request({ origin: server.origin, signal: AbortSignal.abort('no') }))
    expect(await failure(cancelled)).toMatchObject({ reason: 'cancelled', sent: false, cause: 'no' })
    const late = transport.request(request({ origin: server.origin, timeoutMs: 0 }))
    expect(await failure(late)).toMatchObject({ reason: 'timeout', sent: false })
    expect(server.connections()).toBe(0)
  })

  test('a signal ends it while the vendor thinks', async () => {
    const caller = new AbortController()
    const server = await serve(() => caller.abort('enough'))
    const outcome = create().request(request({ origin: server.origin, signal: caller.signal }))
    expect(await failure(outcome)).toMatchObject({ reason: 'cancelled', sent: true, cause: 'enough' })
  })

  test('lets go of the signal afterwards', async () => {
    const caller = new AbortController()
    const server = await serve((_, response) => response.end('ok'))
    await create().request(request({ origin: server.origin, signal: caller.signal }))
    expect(getEventListeners(caller.signal, 'abort')).toEqual([])
  })

  test('a body that can not be opened sends nothing', async () => {
    let asked = 0
    const server = await serve(async (message, response) => {
      asked++
      await received(message)
      response.end()
    })
    const cause = new Error('gone')
    // oxlint-disable-next-line require-yield
    const body = async function* (): AsyncGenerator<Uint8Array> {
      throw cause
    }
    const outcome = create().request(request({ origin: server.origin, method: 'POST', body, headers: { 'content-length': '4' } }))
    expect(await failure(outcome)).toMatchObject({ reason: 'interrupted', sent: false, cause })
    expect(asked).toBe(0)
  })

  test('a body that breaks off on its way never reaches the vendor whole', async () => {
    let whole = false
    const server = await serve(async (message, response) => {
      await received(message).then(
        () => (whole = true),
        () => {},
      )
      response.end()
    })
    const body = async function* (): AsyncGenerator<Uint8Array> {
      yield new TextEncoder().encode('half')
      await new Promise((resolve) => setTimeout(resolve, 20))
      throw new Error('gone')
    }
    const outcome = create().request(request({ origin: server.origin, method: 'POST', body, headers: { 'content-length': '8' } }))
    expect(await failure(outcome)).toMatchObject({ reason: 'interrupted', sent: true })
    expect(whole).toBe(false)
  })

  test.each([
    ['clear text beyond the loopback', 'http://vendor.example'],
    ['an origin with a path', 'https://vendor.example/v1'],
    ['an origin with a password', 'https://a:b@vendor.example'],
    ['an origin that is not normalised', 'https://Vendor.example:443'],
  ])('does not send to %s', async (_what, origin) => {
    expect(await failure(create().request(request({ origin })))).toMatchObject({ reason: 'not_allowed', sent: false })
  })

  test('a header can not smuggle another one in', async () => {
    const server = await serve((_, response) => response.end())
    const outcome = create().request(request({ origin: server.origin, headers: { 'x-note': 'a\r\nx-admin: yes' } }))
    expect(await failure(outcome)).toMatchObject({ reason: 'protocol', sent: false })
    expect(server.connections()).toBe(0)
  })

  test('keeps connections', async () => {
    const server = await serve((_, response) => response.end(name))
    const transport = create()
    for (let call = 0; call < 5; call++) await transport.request(request({ origin: server.origin }))
    expect(server.connections()).toBeLessThan(3)
  })

  test('a vendor that answers before it has read everything is heard', async () => {
    const server = await serveRaw((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 413 Too Large\r\ncontent-length: 2\r\nconnection: close\r\n\r\nno')),
    )
    const answer = await create().request(request({ origin: server.origin, method: 'POST', body: 'x'.repeat(10) }))
    expect(answer).toMatchObject({ status: 413, text: 'no' })
  })
})
