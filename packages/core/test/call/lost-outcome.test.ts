import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Actor, type Clock, connect, createPortico, memoryStore, systemClock, type Transport } from '@portico/core'
import { type VendorServer, vendorServer } from '../fixture/vendor-server.ts'
import { desk } from './desk.ts'
import { failure } from './failure.ts'

const actor: Actor = { type: 'executor_system', id: 'orders' }
const input = { subject: 'Printer', secret: 'do-not-keep' }
const settleMs = 5

let vendor: VendorServer
let store: ReturnType<typeof memoryStore>

beforeEach(async () => {
  vendor = await vendorServer()
  store = memoryStore()
})
afterEach(() => vendor.close())

function client(more: { clock?: Clock; transport?: Transport } = {}) {
  return connect(desk, {
    tenantId: 'acme',
    actor,
    credentials: { token: 'planted-secret-4711' },
    origins: { api: vendor.origin },
    store,
    ...more,
  })
}

test('every sending has its settle time before the vendor is asked for its effect', async () => {
  let now = 0
  let sentAt = 0
  const gaps: number[] = []
  const clock: Clock = { ...systemClock, now: () => now, wait: async (ms) => void (now += ms), random: () => 0 }
  vendor.reply = ({ url }) => {
    if (url.startsWith('/find')) {
      gaps.push(now - sentAt)
      return { body: [] }
    }
    now += 10_000
    sentAt = now
    return { status: 502, body: {} }
  }
  const first = await failure(client({ clock }).lookedUp(input, { idempotencyKey: 'order-1' }))
  expect(first.commitState).toBe('unknown')
  expect(gaps).toHaveLength(2)
  // Another call takes the claim over: it waits from the last sending of the first.
  await failure(client({ clock }).lookedUp(input, { idempotencyKey: 'order-1' }))
  expect(gaps).toHaveLength(5)
  for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(settleMs)
})

test('a fault of ours while a request is under way leaves its outcome unknown, and the key is not free', async () => {
  let sent = 0
  const transport: Transport = {
    name: 'faulty',
    request() {
      sent++
      return Promise.reject(new RangeError('a fault of the transport'))
    },
    close: async () => {},
  }
  expect(await failure(client({ transport }).claimed(input, { idempotencyKey: 'order-1' }))).toMatchObject({
    commitState: 'unknown',
  })
  expect(await failure(client().claimed(input, { idempotencyKey: 'order-1' }))).toMatchObject({ code: 'outcome_unknown' })
  expect([sent, vendor.seen.length]).toEqual([1, 0])
})

test('unavailable credentials do not undo what an earlier sending may have done', async () => {
  let down = false
  const portico = createPortico({
    connectors: { desk },
    actor,
    store,
    origins: { desk: { api: vendor.origin } },
    connections: {
      credentials: async () => {
        if (down) throw new Error('the vault is sealed')
        return { credentials: { token: 'planted-secret-4711' }, expiresAt: 0 }
      },
    },
  })
  vendor.reply = () => 'drop'
  await failure(portico.tenant('acme').desk.keyed(input, { idempotencyKey: 'order-1' }))
  down = true
  const again = await failure(portico.tenant('acme').desk.keyed(input, { idempotencyKey: 'order-1' }))
  expect(again).toMatchObject({ code: 'unauthenticated', commitState: 'unknown' })
  await portico.close()
})

test('a vault that does not know a tenant is reported as such', async () => {
  const credentials = (): never => undefined as never
  const portico = createPortico({
    connectors: { desk },
    actor,
    store,
    origins: { desk: { api: vendor.origin } },
    connections: { credentials },
  })
  const error = await failure(portico.tenant('beta').desk.keyed(input))
  expect(error).toMatchObject({ code: 'unauthenticated', commitState: 'not_sent', retryable: false })
  expect(error.message).toContain('no credentials were given for desk of beta')
  await portico.close()
})

test('a transport that can’t be closed is reported, and ends no process', async () => {
  const logged: unknown[] = []
  const portico = createPortico({
    connectors: { desk },
    actor,
    store,
    mostBindings: 1,
    connections: { credentials: async () => ({ credentials: { token: 'planted-secret-4711' } }) },
    transport: () => ({
      name: 'stuck',
      request: async ({ origin, path }) => ({
        status: 200,
        headers: {},
        text: '{"id":"1","subject":"Printer"}',
        url: origin + path,
      }),
      close: () => Promise.reject(new Error('stuck on planted-secret-4711')),
    }),
    telemetry: { log: ({ event, attributes }) => void logged.push(event, attributes) },
  })
  await portico.tenant('acme').desk.getTicket({ id: '1' })
  await portico.tenant('other').desk.getTicket({ id: '1' })
  await expect
    .poll(() => logged)
    .toEqual(['portico.transport.unclosed', { connector: 'desk', tenantId: 'acme', message: 'stuck on [redacted]' }])
})
