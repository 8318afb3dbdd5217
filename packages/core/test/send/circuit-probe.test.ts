import { expect, test } from 'vitest'
import { type Actor, type Clock, connect, systemClock, type Transport, TransportError } from '@portico/core'
import { Circuit } from '../../src/send/circuit.ts'
import { desk } from '../call/desk.ts'

const actor: Actor = { type: 'executor_system', id: 'orders' }

function clientOver(transport: Transport, clock: Clock) {
  const tune = { circuit: { failures: 1, openMs: 1_000 } }
  return connect(desk, { tenantId: 'acme', actor, credentials: { token: 'planted-4711' }, transport, clock, tune })
}

test('a probe that ends in a fault of ours leaves the next call its turn', async () => {
  let now = 1_000_000
  const clock = { now: () => now, wait: () => Promise.resolve(), random: () => 0 }
  const answers: (() => Promise<never> | { body: string })[] = []
  const transport: Transport = {
    name: 'scripted',
    request: async ({ origin, path }) => {
      const { body } = await answers.shift()!()
      return { status: 200, headers: { 'content-type': 'application/json' }, text: body, url: origin + path }
    },
    close: async () => {},
  }
  const client = clientOver(transport, clock)
  const call = () => client.once({ subject: 'Printer' })
  answers.push(() => Promise.reject(new TransportError('connect', false, 'refused')))
  await expect(call()).rejects.toMatchObject({ code: 'unavailable' })
  now += 2_000
  answers.push(() => Promise.reject(new RangeError('a fault of the transport')))
  await expect(call()).rejects.toMatchObject({ message: expect.stringContaining('a fault of the transport') as string })
  answers.push(() => ({ body: '{"id":"1","subject":"Printer"}' }))
  expect(await call()).toEqual({ id: '1', subject: 'Printer' })
})

test.each(['cancelled', 'timeout'] as const)(
  'a call that was sent before, and ends as %s, gives away no second probe',
  async (reason) => {
    let now = 1_000_000
    const clock = { now: () => now, wait: () => Promise.resolve(), random: () => 0 }
    const fail: ((reason: TransportError['reason']) => void)[] = []
    const transport: Transport = {
      name: 'scripted',
      request: () =>
        new Promise((_, reject) => fail.push((why) => reject(new TransportError(why, why !== 'connect', 'scripted')))),
      close: async () => {},
    }
    const client = clientOver(transport, clock)
    const call = async (number: number) => {
      const ended = client.once({ subject: 'Printer' }).catch((error: unknown) => error)
      await expect.poll(() => fail.length, { interval: 1 }).toBe(number)
      return { ended }
    }
    const older = await call(1)
    const opening = await call(2)
    fail[1]!('connect')
    await opening.ended
    now += 2_000
    const probe = await call(3)
    fail[0]!(reason)
    await older.ended
    now += 2_000
    await expect(client.once({ subject: 'Printer' })).rejects.toMatchObject({ code: 'unavailable', commitState: 'not_sent' })
    expect(fail).toHaveLength(3)
    fail[2]!('connect')
    await probe.ended
  },
)

test('calls that give the vendor too little time stop nobody else, and a vendor that takes too long is stopped', async () => {
  let now = 1_000_000
  const clock = { now: () => now, wait: () => Promise.resolve(), random: () => 0 }
  let silent = true
  const transport: Transport = {
    name: 'slow',
    async request({ origin, path, timeoutMs }) {
      if (silent) {
        now += timeoutMs
        throw new TransportError('timeout', true, 'the vendor took longer')
      }
      return {
        status: 200,
        headers: { 'content-type': 'application/json' },
        text: '{"id":"1","subject":"P"}',
        url: origin + path,
      }
    },
    close: async () => {},
  }
  const client = clientOver(transport, clock)
  for (const timeoutMs of [0, 1, 1_000, 14_999])
    await expect(client.once({ subject: 'P' }, { timeoutMs })).rejects.toMatchObject({ code: 'timeout' })
  silent = false
  expect(await client.once({ subject: 'P' })).toMatchObject({ id: '1' })
  silent = true
  await expect(client.once({ subject: 'P' }, { timeoutMs: 29_000 })).rejects.toMatchObject({ code: 'timeout' })
  await expect(client.once({ subject: 'P' })).rejects.toMatchObject({ code: 'unavailable', commitState: 'not_sent' })
})

test('a vendor that takes longer than a platform gives any call is stopped, too', async () => {
  let now = 1_000_000
  const clock = { now: () => now, wait: () => Promise.resolve(), random: () => 0 }
  let asked = 0
  const transport: Transport = {
    name: 'silent',
    async request({ timeoutMs }) {
      asked++
      now += timeoutMs
      throw new TransportError('timeout', true, 'the vendor took longer')
    },
    close: async () => {},
  }
  const tune = { totalTimeoutMs: 100, circuit: { failures: 2, openMs: 60_000 } }
  const client = connect(desk, { tenantId: 'acme', actor, credentials: { token: 'planted-4711' }, transport, clock, tune })
  for (const _ of [1, 2, 3, 4]) await client.once({ subject: 'Printer' }).catch(() => undefined)
  expect(asked).toBe(2)
})

test('a clock that is set back keeps nobody waiting for as long as it was', () => {
  let now = 10_000_000
  const circuit = new Circuit({ failures: 1, openMs: 1_000 }, { ...systemClock, now: () => now })
  circuit.failed({})
  expect([circuit.state, circuit.enter({})]).toEqual(['open', 1_000])
  now -= 3_600_000
  expect([circuit.state, circuit.enter({})]).toEqual(['half-open', undefined])
})
