import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { type EventMode, parseEvent } from '@portico/events'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { natsSink } from '../../src/nats.ts'
import { callFinished } from './events.ts'
import { hasNatsServer, startNatsServer } from './fixture/nats-server.ts'
import { type ProtocolServer, startProtocolServer } from './fixture/nats-protocol.ts'

const { signal } = new AbortController()
const failure = async (running: Promise<unknown>): Promise<unknown> =>
  running.then(
    () => 'delivered',
    (error: unknown) => error,
  )

let folder: string
let stop: () => Promise<void>
let connection: NatsConnection
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portico-nats-'))
})
afterEach(async () => {
  await connection.close()
  await stop()
  rmSync(folder, { recursive: true, force: true })
})

const own = (headers: Iterable<[string, string[]]>): Record<string, string> =>
  Object.fromEntries([...headers].map(([name, [value]]) => [name, value!]))

/** What our side of the protocol says, against a server that speaks just so much of it. It keeps nothing and drops no repeats. */
describe('the protocol', () => {
  let server: ProtocolServer
  beforeEach(async () => {
    server = await startProtocolServer()
    stop = server.stop
    connection = await connect({ servers: server.address, reconnect: false })
  })

  test.each<EventMode>(['binary', 'structured'])(
    'an event is published in %s mode under its id, and is what a consumer reads',
    async (mode) => {
      const event = callFinished('e1', { tenantId: 'a.b*>مستأجر' })
      await natsSink(connection, { mode }).deliver(event, signal)
      const [message] = server.published
      expect(message!.subject).toBe('portico.a%2Eb%2A%3E%D9%85%D8%B3%D8%AA%D8%A3%D8%AC%D8%B1.call.finished')
      expect(message!.headers['Nats-Msg-Id']).toBe('e1')
      expect(parseEvent(message!)).toEqual(event)
    },
  )

  test.each([
    [
      'a stream that takes no message of that size',
      { error: { code: 400, err_code: 10_054, description: 'too large' } },
      'refused',
    ],
    [
      'a stream that is full',
      { error: { code: 503, err_code: 10_077, description: 'maximum messages exceeded' } },
      'unavailable',
    ],
    ['no stream for the subject', 'no responders', 'unavailable'],
    ['no answer', 'silence', 'unavailable'],
  ] as const)('%s is told', async (_, answer, code) => {
    server.answer = answer
    expect(await failure(natsSink(connection, { timeoutMs: 200 }).deliver(callFinished('e1'), signal))).toMatchObject({ code })
  })

  test('an event that is larger than the server takes is refused, and a closed connection is unavailable', async () => {
    const large = callFinished('e1', { subject: 's'.repeat(1_900) })
    expect(await failure(natsSink(connection).deliver(large, signal))).toMatchObject({ code: 'refused' })
    await connection.close()
    expect(await failure(natsSink(connection).deliver(callFinished('e1'), signal))).toMatchObject({ code: 'unavailable' })
  })

  test('a prefix that would be a wildcard or another subject is refused', () => {
    for (const prefix of ['', 'a.*', 'a..b', '>', 'a b']) expect(() => natsSink(connection, { prefix })).toThrow('not a prefix')
  })
})

// The npm registry carries no nats-server: where the machine has one on its PATH, JetStream itself is asked.
describe('a real nats-server', () => {
  beforeEach((context) => context.skip(!hasNatsServer(), 'no nats-server on the PATH: install one to ask JetStream itself'))

  test('keeps events in order, drops repeats, and has them after a kill', async () => {
    const first = await startNatsServer(folder)
    stop = () => first.end('SIGTERM')
    connection = await connect({ servers: first.address })
    const manager = await jetstreamManager(connection)
    const stream = `portico-${process.pid}`
    await manager.streams.add({ name: stream, subjects: [`${stream}.>`] })
    const sink = natsSink(connection, { prefix: stream, mode: 'binary' })
    for (const id of ['a', 'b', 'a', 'c']) await sink.deliver(callFinished(id), signal)

    await connection.close()
    await first.end('SIGKILL')
    const second = await startNatsServer(folder)
    stop = () => second.end('SIGTERM')
    connection = await connect({ servers: second.address })
    const consumer = await jetstream(connection).consumers.get(stream)
    const read: string[] = []
    for await (const message of await consumer.fetch({ max_messages: 3 })) {
      read.push(parseEvent({ headers: own(message.headers!), body: message.data }).id)
    }
    expect(read).toEqual(['a', 'b', 'c'])
    expect((await (await jetstreamManager(connection)).streams.info(stream)).state.messages).toBe(3)
    await (await jetstreamManager(connection)).streams.delete(stream)
  })

  test('without a stream for it, an event waits', async () => {
    const server = await startNatsServer(folder)
    stop = () => server.end('SIGTERM')
    connection = await connect({ servers: server.address })
    const sink = natsSink(connection, { prefix: `nobody-${process.pid}` })
    expect(await failure(sink.deliver(callFinished('a'), signal))).toMatchObject({ code: 'unavailable' })
  })
})
