import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { undiciTransport } from '../../src/http/undici-transport.ts'
import { selfSigned } from './certificate.ts'
import { serve, serveNewer, serveRaw, serveSecurely } from './loopback.ts'
import { closedAfterTest, failure, request } from './transports.ts'

const direct = { environment: {} }

test('has at most so many connections to an origin, each with one request at a time', async () => {
  let atOnce = 0
  let most = 0
  const server = await serve((_, response) => {
    most = Math.max(most, ++atOnce)
    setTimeout(() => {
      atOnce--
      response.end()
    }, 5)
  })
  const transport = closedAfterTest(undiciTransport({ ...direct, connections: 3 }))
  await Promise.all(Array.from({ length: 12 }, () => transport.request(request({ origin: server.origin }))))
  expect(server.connections()).toBe(3)
  expect(most).toBe(3)
})

test('what waits for a connection is unsent when its time is up or it is cancelled, and is never sent later', async () => {
  const asked: (string | undefined)[] = []
  const waiting: ServerResponse[] = []
  const server = await serve((message, response) => {
    asked.push(message.url)
    waiting.push(response)
  })
  const transport = closedAfterTest(undiciTransport({ ...direct, connections: 1 }))
  const caller = new AbortController()
  const first = transport.request(request({ origin: server.origin, path: '/first' }))
  const late = transport.request(request({ origin: server.origin, path: '/late', method: 'POST', body: '{}', timeoutMs: 30 }))
  const cancelled = transport.request(request({ origin: server.origin, path: '/cancelled', signal: caller.signal }))
  expect(await failure(late)).toMatchObject({ reason: 'timeout', sent: false })
  caller.abort()
  expect(await failure(cancelled)).toMatchObject({ reason: 'cancelled', sent: false })
  const last = transport.request(request({ origin: server.origin, path: '/last' }))
  while (waiting.length === 0) await new Promise((resolve) => setImmediate(resolve))
  waiting[0]!.end('1')
  expect((await first).text).toBe('1')
  while (waiting.length < 2) await new Promise((resolve) => setImmediate(resolve))
  waiting[1]!.end('2')
  expect((await last).text).toBe('2')
  expect(asked).toEqual(['/first', '/last'])
})

test('a handshake that never ends sent nothing', async () => {
  const server = await serveRaw(() => {})
  const outcome = closedAfterTest(undiciTransport(direct)).request(
    request({
      origin: server.origin.replace('http://127.0.0.1', 'https://localhost'),
      method: 'POST',
      body: '{}',
      timeoutMs: 100,
    }),
  )
  expect(await failure(outcome)).toMatchObject({ reason: 'timeout', sent: false })
})

test('a request on a kept connection that the vendor has just closed may have been read', async () => {
  const server = await serveRaw((socket) => {
    let requests = 0
    socket.on('data', () => {
      if (++requests === 1) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')
      else socket.destroy()
    })
  })
  const transport = closedAfterTest(undiciTransport({ ...direct, connections: 1 }))
  await transport.request(request({ origin: server.origin }))
  const outcome = transport.request(request({ origin: server.origin, method: 'POST', body: '{}' }))
  expect(await failure(outcome)).toMatchObject({ reason: 'interrupted', sent: true })
  expect(server.connections()).toBe(1)
})

test('closes the pool that was unused for longest, once its requests have their answers', async () => {
  let open: ServerResponse | undefined
  const slow = await serve((message, response) => {
    if (message.url === '/slow') open = response
    else response.end()
  })
  const [second, third] = [await serve((_, response) => response.end('2')), await serve((_, response) => response.end('3'))]
  const transport = closedAfterTest(undiciTransport({ ...direct, origins: 2, connections: 1 }))
  const answer = transport.request(request({ origin: slow.origin, path: '/slow' }))
  await transport.request(request({ origin: second.origin }))
  await transport.request(request({ origin: third.origin }))
  open!.end('slow')
  expect((await answer).text).toBe('slow')
  await transport.request(request({ origin: slow.origin }))
  expect(slow.connections()).toBe(2)
  await transport.request(request({ origin: third.origin }))
  expect(third.connections()).toBe(1)
})

test('closing waits for answers under way and takes no new request', async () => {
  const server = await serve((_, response) => setTimeout(() => response.end('done'), 20))
  const transport = undiciTransport(direct)
  const answer = transport.request(request({ origin: server.origin }))
  await answer.then(() => transport.request(request({ origin: server.origin })))
  const underWay = transport.request(request({ origin: server.origin }))
  await Promise.all([transport.close(), expect(underWay).resolves.toMatchObject({ text: 'done' })])
  expect(await failure(transport.request(request({ origin: server.origin })))).toMatchObject({ reason: 'cancelled', sent: false })
})

test('closing an unused one does nothing', async () => {
  await expect(undiciTransport(direct).close()).resolves.toBeUndefined()
})

test('trusts the authorities that it is given, and asks for compression where it pays', async () => {
  const certificate = selfSigned('localhost')
  const server = await serveSecurely(certificate, (message, response) =>
    response.end(message.headers['accept-encoding'] ?? 'none'),
  )
  const transport = closedAfterTest(undiciTransport({ ...direct, certificateAuthorities: certificate.cert }))
  const asked = async (parts: object): Promise<string> =>
    (await transport.request(request({ origin: server.origin, ...parts }))).text
  expect(await asked({})).toBe('gzip, deflate, br')
  expect(await asked({ headers: { 'accept-encoding': 'identity' } })).toBe('identity')
  const streamed = await transport.request(request({ origin: server.origin, streamed: true }))
  expect(await new Response(streamed.stream).text()).toBe('none')
  const plain = await serve((message, response) => response.end(message.headers['accept-encoding'] ?? 'none'))
  expect((await transport.request(request({ origin: plain.origin }))).text).toBe('none')
})

test('speaks HTTP/1.1 with a vendor that would rather speak HTTP/2', async () => {
  const certificate = selfSigned('localhost')
  const server = await serveNewer(certificate, (message, response) => response.end(message.httpVersion))
  const transport = closedAfterTest(undiciTransport({ ...direct, certificateAuthorities: certificate.cert }))
  expect((await transport.request(request({ origin: server.origin }))).text).toBe('1.1')
})

test('refuses a certificate that is another host’s', async () => {
  const certificate = selfSigned('vendor.example')
  const server = await serveSecurely(certificate, (_, response) => response.end())
  const transport = closedAfterTest(undiciTransport({ ...direct, certificateAuthorities: certificate.cert }))
  expect(await failure(transport.request(request({ origin: server.origin })))).toMatchObject({ reason: 'connect', sent: false })
})

test('goes through the proxy of the environment, by a tunnel that keeps TLS end to end', async () => {
  const certificate = selfSigned('vendor.example')
  const vendor = await serveSecurely(certificate, (message, response) =>
    response.end(`${message.headers.host} heard ${message.url}`),
  )
  const asked: string[] = []
  const proxy = await serveRaw((client) => {
    client.once('data', (head) => {
      asked.push(head.toString().split('\r\n', 1)[0]!)
      const onward = connect(vendor.port, '127.0.0.1', () => {
        client.write('HTTP/1.1 200 OK\r\n\r\n')
        client.pipe(onward).pipe(client)
      })
      client.on('close', () => onward.destroy())
      onward.on('error', () => client.destroy())
    })
  })
  const environment = { HTTPS_PROXY: proxy.origin }
  const transport = closedAfterTest(undiciTransport({ environment, certificateAuthorities: certificate.cert }))
  const answer = await transport.request(request({ origin: 'https://vendor.example', path: '/v1' }))
  expect(answer.text).toBe('vendor.example heard /v1')
  expect(asked).toEqual(['CONNECT vendor.example:443 HTTP/1.1'])
})

test('a proxy that refuses, or is gone, sent nothing', async () => {
  const proxy = await serve((_, response) => response.end())
  const refusing = closedAfterTest(undiciTransport({ environment: { HTTPS_PROXY: proxy.origin } }))
  const sent = request({ origin: 'https://vendor.example', method: 'POST', body: '{}' })
  expect(await failure(refusing.request(sent))).toMatchObject({ reason: 'connect', sent: false })
})

test('ends a connection on which a request was given up', async () => {
  const closed: Promise<unknown>[] = []
  const server = await serve((_, response) => void closed.push(once(response, 'close')))
  const transport = closedAfterTest(undiciTransport(direct))
  await failure(transport.request(request({ origin: server.origin, timeoutMs: 50 })))
  expect(closed).toHaveLength(1)
  await closed[0]
})

// Before undici's own ten seconds.
test('ends a handshake that nobody waits for any more, and connects anew for the next request', { timeout: 8_000 }, async () => {
  const silent: Socket[] = []
  const certificate = selfSigned('localhost')
  const vendor = await serveSecurely(certificate, (_, response) => response.end('late'))
  let speaks = false
  // Takes the connection, and at first says nothing of TLS: undici itself would wait for ten seconds.
  const server = await serveRaw((socket) => {
    if (!speaks) return void silent.push(socket.resume())
    const onward = connect(vendor.port, '127.0.0.1')
    socket.pipe(onward).pipe(socket)
    socket.on('close', () => onward.destroy())
    onward.on('error', () => socket.destroy())
  })
  const transport = closedAfterTest(undiciTransport({ ...direct, certificateAuthorities: certificate.cert }))
  const asked = request({ origin: `https://localhost:${server.port}`, timeoutMs: 300 })
  expect(await failure(transport.request(asked))).toMatchObject({ reason: 'timeout', sent: false })
  expect(silent).toHaveLength(1)
  if (!silent[0]!.closed) await once(silent[0]!, 'close')
  speaks = true
  expect((await transport.request({ ...asked, timeoutMs: 4_000 })).text).toBe('late')
})

test('a request that can not even begin fails as every other, and nobody waits for it at the end', async () => {
  const transport = undiciTransport(direct)
  const signal = new AbortController() as unknown as AbortSignal
  const failed = await failure(transport.request(request({ origin: 'http://127.0.0.1:9', signal })))
  expect(failed).toMatchObject({ sent: false })
  await expect(transport.close()).resolves.toBeUndefined()
})
