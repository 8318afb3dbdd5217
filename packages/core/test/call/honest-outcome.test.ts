import { afterEach, beforeEach, expect, test } from 'vitest'
import * as z from 'zod'
import {
  type Actor,
  bytes,
  claim,
  connect,
  defineVendor,
  events,
  memoryAudit,
  memoryLedger,
  memoryStore,
  none,
  nothing,
  type Transport,
  upsert,
} from '@portico/core'
import { TransportError } from '../../src/http/transport-error.ts'
import { type Reply, type VendorServer, vendorServer } from '../fixture/vendor-server.ts'
import { bound, common, write } from '../odd/vendor.ts'
import { desk } from './desk.ts'
import { failure } from './failure.ts'

const actor: Actor = { type: 'executor_system', id: 'orders' }
const input = { subject: 'Printer' }

let vendor: VendorServer
beforeEach(async () => {
  vendor = await vendorServer()
})
afterEach(() => vendor.close())

function client(more: object = {}) {
  return connect(desk, {
    tenantId: 'acme',
    actor,
    credentials: { token: 'planted-secret-4711' },
    origins: { api: vendor.origin },
    store: memoryStore(),
    ...more,
  })
}

test.each([302, 303])('a write that is answered %i may have acted: the answer only says where to look', async (status) => {
  vendor.reply = () => ({ status, headers: { location: '/tickets/1' } })
  expect(await failure(client().claimed(input))).toMatchObject({ commitState: 'unknown' })
  vendor.reply = () => ({ status, headers: { location: 'https://elsewhere.example/login' } })
  expect(await failure(client().claimed(input))).toMatchObject({ code: 'host_not_allowed', commitState: 'unknown' })
})

test('a redirect without a location is no success', async () => {
  vendor.reply = () => ({ status: 302, body: { id: '1', subject: 'Printer' } })
  expect(await failure(client().claimed(input))).toMatchObject({ code: 'contract_violation', commitState: 'unknown' })
  expect(await failure(client().getTicket({ id: '1' }))).toMatchObject({ code: 'contract_violation', commitState: 'refused' })
})

test.each<[string, Reply]>([
  ['another request with its key is under way', { status: 409, body: {} }],
  ['it goes to another host', { status: 307, headers: { location: 'https://elsewhere.example/' } }],
  ['it may not', { status: 403, body: {} }],
])('a lost outcome stays unknown when the second sending is told that %s', async (_, second) => {
  vendor.reply = (_request, index) => (index === 0 ? 'drop' : second)
  expect(await failure(client().keyed(input, { idempotencyKey: 'order-1' }))).toMatchObject({ commitState: 'unknown' })
  expect(vendor.seen).toHaveLength(2)
})

const html = { 'content-type': 'text/html' }
const requestId = { 'x-request-id': 'req-1' }

test.each<[string, Reply]>([
  ['there is no such route', { status: 404, headers: html, body: '<html>no route</html>' }],
  ['the request is bad', { status: 400, headers: { ...html, ...requestId }, body: '<html>bad request</html>' }],
  ['the method is not allowed, in no words', { status: 405, headers: requestId }],
  ['there is no such route, in JSON', { status: 404, body: { message: 'no Route matched with those values' } }],
])('a lost outcome stays unknown when a gateway says that %s, and its key is kept', async (_, second) => {
  const desks = client()
  vendor.reply = (_request, index) => (index === 0 ? 'drop' : second)
  const lost = await failure(desks.keyed(input, { idempotencyKey: 'order-1' }))
  expect(lost).toMatchObject({ commitState: 'unknown', retryable: true })
  const other = await failure(desks.keyed({ subject: 'Two printers' }, { idempotencyKey: 'order-1' }))
  expect(other).toMatchObject({ code: 'idempotency_conflict' })
  expect(vendor.seen).toHaveLength(2)
})

test.each<[string, Reply]>([
  ['by a code of its list', { status: 404, body: { code: 'gone' } }],
  ['by a code that nobody declared', { status: 400, body: { code: 'novel' } }],
  ['under its request id', { status: 422, headers: requestId, body: { message: 'no' } }],
])('a lost outcome is refused when the vendor itself refuses the same key %s', async (_, second) => {
  vendor.reply = (_request, index) => (index === 0 ? 'drop' : second)
  expect(await failure(client().keyed(input, { idempotencyKey: 'order-1' }))).toMatchObject({ commitState: 'refused' })
})

test.each([Number.NaN, -1, '5' as unknown as number])('a timeout of %s is refused, and nothing is sent', async (timeoutMs) => {
  const refused = { code: 'invalid_input', commitState: 'not_sent', retryable: false, issues: [{ path: 'timeoutMs' }] }
  expect(await failure(client().claimed(input, { timeoutMs }))).toMatchObject(refused)
  expect(await failure(client().listTickets({}, { timeoutMs }))).toMatchObject(refused)
  expect(vendor.seen).toHaveLength(0)
})

test('redirects end with the call', async () => {
  let now = 1_000
  const clock = { now: () => now, random: () => 0, wait: () => Promise.resolve() }
  vendor.reply = ({ url }) => {
    now += 400
    return { status: 307, headers: { location: `${url}x` } }
  }
  const error = await failure(client({ clock }).claimed(input, { timeoutMs: 1_000 }))
  // The vendor was asked, and said that it did nothing.
  expect(error).toMatchObject({ code: 'timeout', commitState: 'refused' })
  expect(vendor.seen).toHaveLength(3)
})

test('a refusal stays one when a resending could not leave: something has left this process', async () => {
  const unreached = new TransportError('connect', false, 'nothing listens there')
  const answers = [429, unreached, unreached]
  const transport: Transport = {
    name: 'scripted',
    async request({ origin, path }) {
      const next = answers.shift()!
      if (typeof next !== 'number') throw next
      return { status: next, headers: { 'retry-after': '0' }, text: '{}', url: origin + path }
    },
    close: async () => {},
  }
  expect(await failure(client({ transport }).claimed(input))).toMatchObject({ code: 'unavailable', commitState: 'refused' })
  expect(answers).toEqual([])
})

test('a transport built on another copy of core can also say that nothing left this process', async () => {
  const refused = Object.assign(new Error('nothing listens there'), {
    [Symbol.for('portico.transport-error')]: true,
    reason: 'connect',
    sent: false,
  })
  const transport: Transport = { name: 'other', request: () => Promise.reject(refused), close: async () => {} }
  expect(await failure(client({ transport }).claimed(input))).toMatchObject({ code: 'unavailable', commitState: 'not_sent' })
})

const odd = defineVendor({
  ...common,
  id: 'odd',
  origins: { api: 'https://odd.example' },
  // A reader that trusts its vendor too far.
  failures: { read: ({ body }) => ({ code: body.error.code }), codes: {} },
})
const taken = defineVendor({
  ...common,
  id: 'taken',
  origins: { api: 'https://taken.example' },
  failures: { ...common.failures, codes: { gone: 'conflict' } },
})
const getThing = odd.query('GET /thing', { summary: 'One.', input: z.object({}), output: z.object({}), examples: [{}] })
const runPrompt = odd.command('POST /prompts', {
  ...write,
  summary: 'Run a prompt.',
  input: z.object({ text: z.string() }),
  output: events(z.object({ id: z.string() })),
  idempotency: none('each run is another'),
  audit: { entity: { type: 'prompt', id: 'input.text' } },
  examples: [{ text: 'Hello' }],
})
const download = odd.query('GET /file', {
  summary: 'A file.',
  input: z.object({}),
  output: bytes({ maxBytes: 5_000_000 }),
  examples: [{}],
})

function oddClient(more: object = {}) {
  const connector = odd.connector({ version: '1.0.0', operations: { getThing, runPrompt, download } })
  return connect(connector, { ...bound, origins: { api: vendor.origin }, ...more })
}

test('a read whose refusal can not be read was sent', async () => {
  vendor.reply = () => ({ status: 400, body: {} })
  expect(await failure(oddClient().getThing({}))).toMatchObject({ code: 'unavailable', commitState: 'refused' })
})

test('a write whose stream of events breaks its contract has acted', async () => {
  vendor.reply = () => ({ headers: { 'content-type': 'text/event-stream' }, body: 'data: {"no":1}\n\n' })
  const all = (async () => {
    for await (const event of await oddClient().runPrompt({ text: 'Hello' })) void event
  })()
  expect(await failure(all)).toMatchObject({ code: 'contract_violation', commitState: 'committed' })
})

test("a download that could not be recorded, and so is nobody's, does not hold its connection", async () => {
  vendor.reply = () => ({ headers: { 'content-type': 'application/octet-stream' }, body: 'x'.repeat(1_000_000) })
  const audit = { write: () => Promise.reject(new Error('the disk is full')) }
  const opened = oddClient({ audit })
  await failure(opened.download({}))
  // It waits until nothing is under way.
  await expect(opened.close()).resolves.toBeUndefined()
})

test('what the connector can’t read from a response keeps nothing else from being recorded', async () => {
  const Order = z.object({ id: z.string() })
  const every = {
    ...write,
    summary: 'An order.',
    input: Order,
    output: Order,
    idempotency: claim,
    examples: [{ id: '1' }],
  } as const
  const deleteOrder = odd.command('DELETE /orders/{id}', {
    ...every,
    // It counts on what the answer does not promise.
    audit: { entity: { type: 'order', id: ({ output }) => (output as { list?: string[] }).list![0]! } },
  })
  const createOrder = odd.command('POST /orders', {
    ...every,
    audit: { entity: { type: 'order', id: 'input.id' } },
    rollback: {
      operation: deleteOrder,
      input: ({ output }) => ({ id: (output as { list?: string[] }).list![0]! }),
      notes: 'Gone.',
    },
  })
  const audit = memoryAudit()
  const ledger = memoryLedger()
  const connector = odd.connector({ version: '1.0.0', operations: { createOrder, deleteOrder } })
  const orders = connect(connector, { ...bound, origins: { api: vendor.origin }, audit, ledger })
  for (const [name, missing] of [
    ['createOrder', 'rollback'],
    ['deleteOrder', 'entity'],
  ] as const) {
    const unrecorded = await failure(orders[name]({ id: '1' }, { idempotencyKey: name }))
    expect(unrecorded).toMatchObject({ commitState: 'committed', retryable: false, receipt: { commitState: 'committed' } })
    expect(unrecorded.message).toContain(`(${missing})`)
    expect(audit.rows.at(-1)).toMatchObject({ operation: name, commitState: 'committed' })
    expect([...ledger.proofs.values()].at(-1)!.resolution).toMatchObject({ status: 'verified' })
  }
  // The key has its result, and nothing acts twice.
  expect(await orders.createOrder({ id: '1' }, { idempotencyKey: 'createOrder' })).toEqual({ id: '1' })
  expect(vendor.seen).toHaveLength(2)
})

test('a state from before a call is not that call’s to undo, but an earlier sending’s effect is', async () => {
  const doors = defineVendor({ ...common, id: 'doors', origins: { api: 'https://doors.example' } })
  const door = z.object({ door: z.string() })
  const unlock = doors.command('DELETE /locks/{door}', {
    ...write,
    summary: 'Unlock a door.',
    input: door,
    output: nothing,
    idempotency: upsert,
    audit: { entity: { type: 'door', id: 'input.door' } },
    examples: [{ door: 'back' }],
  })
  const lock = doors.command('PUT /locks/{door}', {
    ...write,
    summary: 'Lock a door.',
    input: door,
    output: nothing,
    idempotency: upsert,
    alreadyDone: { duplicate: () => ({ output: undefined }) },
    audit: { entity: { type: 'door', id: 'input.door' } },
    rollback: { operation: unlock, input: (call) => call.input, notes: 'It is open again.' },
    examples: [{ door: 'back' }],
  })
  const { lock: call } = connect(doors.connector({ version: '1.0.0', operations: { lock, unlock } }), {
    ...bound,
    origins: { api: vendor.origin },
  })
  const locked: Reply = { status: 409, body: { error: 'duplicate' } }
  vendor.reply = () => locked
  expect((await call.detailed({ door: 'back' })).receipt).not.toHaveProperty('undo')
  vendor.reply = (_request, index) => (index === 1 ? 'drop' : locked)
  expect((await call.detailed({ door: 'back' })).receipt.undo).toEqual({ operation: 'unlock', input: { door: 'back' } })
})

test('a refusal that the connector fails over was sent all the same', async () => {
  const Order = z.object({ id: z.string() })
  const cancelOrder = taken.command('POST /orders/{id}/cancel', {
    ...write,
    summary: 'Cancel.',
    input: Order,
    output: Order,
    idempotency: claim,
    audit: { entity: { type: 'order', id: 'input.id' } },
    alreadyDone: {
      gone: () => {
        throw new TypeError('the connector did not foresee this')
      },
    },
    examples: [{ id: '1' }],
  })
  const connector = taken.connector({ version: '1.0.0', operations: { cancelOrder } })
  const orders = connect(connector, { ...bound, origins: { api: vendor.origin }, store: memoryStore() })
  vendor.reply = () => ({ status: 409, body: { error: 'gone' } })
  expect(await failure(orders.cancelOrder({ id: '1' }))).toMatchObject({ code: 'unavailable', commitState: 'refused' })
  vendor.reply = () => ({ status: 503, body: { error: 'gone' } })
  expect(await failure(orders.cancelOrder({ id: '1' }))).toMatchObject({ code: 'unavailable', commitState: 'unknown' })
})

test('a claim with an invalid answer does not count: nothing is sent', async () => {
  const store = memoryStore()
  const claims = { ...store.claims, claim: () => ({ state: 'busy' }) as never }
  expect(await failure(client({ store: { ...store, claims } }).claimed(input))).toMatchObject({ commitState: 'not_sent' })
  expect(vendor.seen).toHaveLength(0)
})
