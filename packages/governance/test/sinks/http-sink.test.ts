import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { type Clock, systemClock } from '@portico/core'
import { type EventMode, parseEvent } from '@portico/events'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type DeliverySink, type HttpSinkOptions, httpSink, isEventSinkError } from '../../src/index.ts'
import { callFinished } from './events.ts'

interface Taken {
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

let server: Server
let url: string
let answers: { status: number; headers?: Record<string, string> }[]
let taken: Taken[]
let waits: number[]
let sinks: DeliverySink[]
const clock: Clock = { ...systemClock, random: () => 0.5, wait: async (ms) => void waits.push(ms) }

beforeEach(async () => {
  ;[answers, taken, waits, sinks] = [[], [], [], []]
  server = createServer(async (request, response) => {
    const body = await text(request)
    taken.push({ url: request.url!, headers: request.headers, body })
    const { status, headers } = answers.shift() ?? { status: 204 }
    response.writeHead(status, headers).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/events?key=s3cret`
})
afterEach(async () => {
  await Promise.all(sinks.map(async (sink) => sink.close()))
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

function sinkOf(options: Partial<HttpSinkOptions> = {}): DeliverySink {
  const sink = httpSink({ url, clock, ...options })
  sinks.push(sink)
  return sink
}
const event = callFinished('e1')
const deliver = async (sink: DeliverySink, signal = new AbortController().signal): Promise<unknown> =>
  sink.deliver(event, signal).then(
    () => 'delivered',
    (error: unknown) => error,
  )

test.each<EventMode>(['binary', 'structured'])('a receiver reads the event that was sent, in %s mode', async (mode) => {
  expect(await deliver(sinkOf({ mode, headers: () => ({ Authorization: 'Bearer t', 'Ce-Id': 'forged' }) }))).toBe('delivered')
  const [request] = taken
  expect(request).toMatchObject({ url: '/events?key=s3cret', headers: { authorization: 'Bearer t' } })
  if (mode === 'binary') expect(parseEvent(request!)).toEqual(event)
  else expect(JSON.parse(request!.body)).toMatchObject({ id: 'e1', subject: 'issue/مطبعة 42%' })
})

test('a failing receiver is asked again within the delivery, and longer each time', async () => {
  answers = [{ status: 500 }, { status: 503 }]
  expect(await deliver(sinkOf())).toBe('delivered')
  expect({ sent: taken.length, waits }).toEqual({ sent: 3, waits: [100, 200] })
  expect(new Set(taken.map(({ body }) => body)).size).toBe(1)
})

test.each([
  [400, 'refused', 1],
  [413, 'refused', 1],
  [500, 'failed', 3],
  [503, 'unavailable', 3],
  [401, 'unavailable', 3],
  [302, 'unavailable', 3],
] as const)('%i is %s after %i sendings', async (status, code, sent) => {
  answers = Array.from({ length: 9 }, () => ({ status, headers: { location: 'http://127.0.0.1:1/elsewhere' } }))
  const error = await deliver(sinkOf())
  expect(isEventSinkError(error) && error.code).toBe(code)
  expect(String(error)).toContain(`answered ${status}`)
  expect(String(error)).not.toContain('s3cret')
  expect(taken).toHaveLength(sent)
})

test('a wait that the receiver names is kept, and a long one is left to whoever keeps the event', async () => {
  answers = [{ status: 429, headers: { 'retry-after': '2' } }]
  expect(await deliver(sinkOf())).toBe('delivered')
  expect(waits).toEqual([2_000])
  answers = [{ status: 429, headers: { 'retry-after': '600' } }]
  expect(await deliver(sinkOf())).toMatchObject({ code: 'unavailable', retryAfterMs: 600_000 })
})

test('an unreachable receiver, and a missing response, are unavailable', async () => {
  const slow = createServer(() => undefined)
  await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve))
  const { port } = slow.address() as AddressInfo
  const toSlow = sinkOf({ url: `http://127.0.0.1:${port}/`, timeoutMs: 50, attempts: 2 })
  expect(await deliver(toSlow)).toMatchObject({ code: 'unavailable' })
  slow.closeAllConnections()
  await new Promise((resolve) => slow.close(resolve))
  expect(await deliver(sinkOf({ url: `http://127.0.0.1:${port}/` }))).toMatchObject({ code: 'unavailable' })
})

test('the signal ends a delivery with its own reason', async () => {
  const ended = AbortSignal.abort(new Error('stopped'))
  expect(await deliver(sinkOf(), ended)).toMatchObject({ message: 'stopped' })
  expect(taken).toHaveLength(0)
})

test.each(['http://events.example/', 'https://user:secret@events.example/', '/events', 'ftp://127.0.0.1/'])(
  '%s is no address of a sink',
  (address) => {
    expect(() => httpSink({ url: address })).toThrow(/https|absolute|user name/)
  },
)

test('waits while the headers cannot be had: a vault that is away must not empty the outbox into the dead letters', async () => {
  const sink = sinkOf({
    headers: () => Promise.reject(new Error('vault sealed, token hvs.s3cret')),
  })
  const error = await deliver(sink)
  expect(error).toMatchObject({ name: 'EventSinkError', code: 'unavailable' })
  expect(String(error)).toContain('headers')
  expect(String(error)).not.toContain('s3cret')
  expect(taken).toEqual([])
})
