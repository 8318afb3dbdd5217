import { getEventListeners, once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createGzip, gzipSync } from 'node:zlib'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Transport, TransportResponse } from '../../src/http/transport.ts'
import { type Finishing, serve, serveText } from './loopback.ts'
import { failure, request, textOf, transports } from './transports.ts'

// One table of what a transport does with a streamed answer, run over each of them.
describe.each(Object.entries(transports))('%s', (_name, create) => {
  test('hands over chunks while the rest is still to come', async () => {
    let open: ServerResponse | undefined
    const server = await serve((_, response) => {
      open = response
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('one')
    })
    const answer = await create().request(request({ origin: server.origin, streamed: true }))
    expect(answer).toMatchObject({ status: 200, text: '', url: `${server.origin}/` })
    expect(answer.headers['content-type']).toBe('text/event-stream')
    const reader = answer.stream!.getReader()
    expect(new TextDecoder().decode((await reader.read()).value)).toBe('one')
    open!.end('two')
    expect(new TextDecoder().decode((await reader.read()).value)).toBe('two')
    expect((await reader.read()).done).toBe(true)
  })

  test('hands over every byte of a large download', async () => {
    const part = 'x'.repeat(64 * 1024)
    const server = await serve(async (_, response) => {
      for (let sent = 0; sent < 64; sent++) if (!response.write(part)) await once(response, 'drain')
      response.end()
    })
    const answer = await create().request(request({ origin: server.origin, streamed: true, maxBytes: 64 * part.length }))
    expect(await textOf(answer.stream)).toHaveLength(64 * part.length)
  })

  test('an interim answer does not make a failure of a long download', async () => {
    const size = 2 * 1024 * 1024
    const server = await serve((_, response) => {
      response.writeEarlyHints({ link: '</a.css>; rel=preload' })
      response.writeHead(200).end(Buffer.alloc(size))
    })
    const answer = await create().request(request({ origin: server.origin, streamed: true, maxBytes: size }))
    expect(await textOf(answer.stream)).toHaveLength(size)
  })

  test('what nobody reads is not fetched', async () => {
    let pushed = 0
    const server = await serve(async (_, response) => {
      const part = Buffer.alloc(1024 * 1024)
      for (; pushed < 256 && !response.destroyed; pushed++) {
        if (!response.write(part)) await Promise.race([once(response, 'drain'), once(response, 'close')])
      }
    })
    const answer = await create().request(request({ origin: server.origin, streamed: true, maxBytes: 1024 ** 3 }))
    // The system's own buffers fill, and then the vendor stands still.
    for (let before = -1; before !== pushed;) {
      before = pushed
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    expect(pushed).toBeLessThan(256)
    await answer.stream!.cancel()
  })

  test('an empty download ends at once', async () => {
    const server = await serve((_, response) => response.writeHead(200).end())
    const answer = await create().request(request({ origin: server.origin, streamed: true }))
    expect(await textOf(answer.stream)).toBe('')
  })

  test('buffers what is not a success, so that its failure can be read', async () => {
    const server = await serve((_, response) => response.writeHead(404).end('{"error":"gone"}'))
    const answer = await create().request(request({ origin: server.origin, streamed: true }))
    expect(answer).toMatchObject({ status: 404, text: '{"error":"gone"}' })
    expect(answer.stream).toBeUndefined()
  })

  test('a failure is short, however long a download may be', async () => {
    const server = await serve((_, response) => response.writeHead(500).end(Buffer.alloc(1024 * 1024 + 1)))
    const outcome = create().request(request({ origin: server.origin, streamed: true, maxBytes: 1024 ** 3 }))
    expect(await failure(outcome)).toMatchObject({ reason: 'too_large', sent: true })
  })

  test('cancelling it ends the connection', async () => {
    let closed: Promise<unknown> | undefined
    const server = await serve((_, response) => {
      closed = once(response, 'close')
      response.write('one')
    })
    const answer = await create().request(request({ origin: server.origin, streamed: true }))
    await answer.stream!.cancel()
    expect(await closed).toEqual([])
  })

  test('leaving a loop over it ends the connection', async () => {
    let closed: Promise<unknown> | undefined
    const server = await serve((_, response) => {
      closed = once(response, 'close')
      response.write('one')
    })
    const answer = await create().request(request({ origin: server.origin, streamed: true }))
    for await (const chunk of answer.stream!) {
      expect(new TextDecoder().decode(chunk)).toBe('one')
      break
    }
    await closed
  })

  test.each([
    ['', (text: string) => text],
    ['gzip', gzipSync],
  ])('stops beyond its limit and ends the connection (%s)', async (encoding, pack) => {
    let closed: Promise<unknown> | undefined
    const server = await serve((_, response) => {
      closed = once(response, 'close')
      if (encoding !== '') response.setHeader('content-encoding', encoding)
      response.write(pack('x'.repeat(2000)))
    })
    const answer = await create().request(request({ origin: server.origin, streamed: true, maxBytes: 1500 }))
    expect(await failure(textOf(answer.stream))).toMatchObject({ reason: 'too_large', sent: true })
    await closed
  })

  test('gives up when its headers do not come', async () => {
    const server = await serveText('', 'keep')
    const outcome = create().request(request({ origin: server.origin, streamed: true, timeoutMs: 100 }))
    expect(await failure(outcome)).toMatchObject({ reason: 'timeout', sent: true })
  })

  test('a signal ends it on its way, and is let go of when it has ended', async () => {
    const server = await serve((message, response) => {
      response.write('one')
      if (message.url === '/whole') response.end()
    })
    const transport = create()
    const caller = new AbortController()
    const answer = await transport.request(request({ origin: server.origin, streamed: true, signal: caller.signal }))
    const whole = await transport.request(
      request({ origin: server.origin, path: '/whole', streamed: true, signal: caller.signal }),
    )
    expect(await textOf(whole.stream)).toBe('one')
    caller.abort('enough')
    expect(await failure(textOf(answer.stream))).toMatchObject({ reason: 'cancelled', sent: true, cause: 'enough' })
    expect(getEventListeners(caller.signal, 'abort')).toEqual([])
  })

  test('says when it breaks off', async () => {
    const server = await serveText('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\none', 'reset')
    const answer = await create().request(request({ origin: server.origin, streamed: true }))
    expect(await failure(textOf(answer.stream))).toMatchObject({ reason: 'interrupted', sent: true })
  })

  test('decodes it on the way', async () => {
    const server = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' })
      const packed = createGzip()
      packed.pipe(response)
      packed.write('one ')
      packed.end('two')
    })
    const answer = await create().request(request({ origin: server.origin, streamed: true }))
    expect(answer.headers).not.toHaveProperty('content-encoding')
    expect(await textOf(answer.stream)).toBe('one two')
  })

  test('its limit holds for what it unpacks to', async () => {
    const bomb = gzipSync(Buffer.alloc(1024 * 1024))
    const server = await serve((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb))
    const answer = await create().request(request({ origin: server.origin, streamed: true, maxBytes: 200_000 }))
    expect(await failure(textOf(answer.stream))).toMatchObject({ reason: 'too_large', sent: true })
  })

  test('cancelling what is decoded ends the connection', async () => {
    let closed: Promise<unknown> | undefined
    const server = await serve((_, response) => {
      closed = once(response, 'close')
      response.writeHead(200, { 'content-encoding': 'gzip' })
      response.write(gzipSync('one').subarray(0, 12))
    })
    const answer = await create().request(request({ origin: server.origin, streamed: true }))
    await answer.stream!.cancel()
    expect(await closed).toEqual([])
  })

  test.each([
    ['an encoding that was not requested', 'compress'],
    ['a body that is not compressed as declared', 'gzip'],
  ])('refuses %s', async (_what, encoding) => {
    const server = await serve((_, response) => response.writeHead(200, { 'content-encoding': encoding }).end('plain'))
    const outcome = create()
      .request(request({ origin: server.origin, streamed: true }))
      .then((answer) => textOf(answer.stream))
    expect(await failure(outcome)).toMatchObject({ reason: 'protocol', sent: true })
  })
})

function everywhere(finishing: Finishing, check: (transport: Transport) => Promise<void>): Promise<unknown> {
  return Promise.all(Object.values(transports).map((create) => check(create(finishing))))
}

test('over every transport, an answer that nobody has begun to read survives the garbage collector', async () => {
  const server = await serve((_, response) => response.end('x'.repeat(100_000)))
  const answers: Promise<TransportResponse>[] = []
  await everywhere(onTestFinished, async (transport) => {
    answers.push(transport.request(request({ origin: server.origin, streamed: true })))
  })
  await Promise.all(answers)
  await collectGarbage()
  for (const answer of answers) expect(await textOf((await answer).stream)).toBe('x'.repeat(100_000))
})

// At the same time: these only wait.
describe.concurrent('over every transport', () => {
  test('a vendor that falls silent is given up', async ({ onTestFinished: finishing }) => {
    const server = await serve((_, response) => {
      response.write('one')
    }, finishing)
    await everywhere(finishing, async (transport) => {
      const answer = await transport.request(request({ origin: server.origin, streamed: true, timeoutMs: 500 }))
      expect(await failure(textOf(answer.stream))).toMatchObject({ reason: 'timeout', sent: true })
    })
  })

  test('a vendor that goes on speaking has all the time', async ({ onTestFinished: finishing }) => {
    const server = await serve((_, response) => {
      let said = 0
      const speaking = setInterval(() => {
        if (++said < 24) return response.write('x')
        clearInterval(speaking)
        return response.end()
      }, 50)
    }, finishing)
    await everywhere(finishing, async (transport) => {
      const answer = await transport.request(request({ origin: server.origin, streamed: true, timeoutMs: 1_000 }))
      expect(await textOf(answer.stream)).toBe('x'.repeat(23))
    })
  })

  test('a reader that is slower than the timeout loses nothing', async ({ onTestFinished: finishing }) => {
    const size = 4 * 1024 * 1024
    const server = await serve((_, response) => response.end(Buffer.alloc(size)), finishing)
    const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 600))
    await everywhere(finishing, async (transport) => {
      const answer = await transport.request(request({ origin: server.origin, streamed: true, timeoutMs: 500, maxBytes: size }))
      const reader = answer.stream!.getReader()
      await pause()
      let received = (await reader.read()).value!.length
      await pause()
      for (let next = await reader.read(); !next.done; next = await reader.read()) received += next.value.length
      expect(received).toBe(size)
    })
  })
})

/** Until what nobody holds is gone and its finalizers have run, which takes more than one turn. */
async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  for (let turn = 0; turn < 2; turn++) {
    collect()
    await new Promise((resolve) => setImmediate(resolve))
  }
}
