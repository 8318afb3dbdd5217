import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  type Actor,
  type Clock,
  ConnectorError,
  createPortico,
  memoryLedger,
  memoryStore,
  type Secrets,
  systemClock,
} from '@portico/core'
import { desk } from '../call/desk.ts'
import { failure } from '../call/failure.ts'
import { type VendorServer, vendorServer } from '../fixture/vendor-server.ts'

const actor: Actor = { type: 'executor_system', id: 'orders' }
const secret = { credentials: { token: 'planted-secret-4711' } }
const input = { subject: 'Printer' }

let vendor: VendorServer
beforeEach(async () => {
  vendor = await vendorServer()
})
afterEach(() => vendor.close())

function deskOf(credentials: Secrets['credentials'], more: object = {}) {
  const origins = { desk: { api: vendor.origin } }
  const portico = createPortico({ connectors: { desk }, actor, origins, connections: { credentials }, ...more })
  return portico.tenant('acme').desk
}

/** What a facade throws that a port reaches its own place through: a vault's connector, a ledger's. */
const foreign = (): never => {
  throw new ConnectorError({
    code: 'timeout',
    message: 'the vault took too long',
    commitState: 'committed',
    retryable: false,
    severity: 'V1',
    connector: 'vault',
    operation: 'readSecret',
    tenantId: 'ops',
  })
}

test('a vault call’s outcome is not this call’s, and the key stays free', async () => {
  let sealed = true
  const client = deskOf(async () => (sealed ? foreign() : secret), { store: memoryStore() })
  const refused = await failure(client.claimed(input, { idempotencyKey: 'order-1' }))
  expect(refused).toMatchObject({ connector: 'desk', tenantId: 'acme', code: 'unauthenticated', commitState: 'not_sent' })
  expect(refused.cause).toMatchObject({ connector: 'vault' })
  sealed = false
  expect(await client.claimed(input, { idempotencyKey: 'order-1' })).toMatchObject({ id: '1' })
})

test.each([
  ['a ledger', { ledger: { ...memoryLedger(), open: foreign } }, 'unavailable'],
  ['a policy', { policy: { decide: () => Promise.resolve().then(foreign) } }, 'policy_denied'],
])('nor is what the call of %s came to', async (_, more, code) => {
  const refused = await failure(deskOf(async () => secret, more).claimed(input))
  expect(refused).toMatchObject({ connector: 'desk', tenantId: 'acme', code, commitState: 'not_sent' })
  expect(vendor.seen).toHaveLength(0)
})

test('a source of credentials that never answers is asked again, and in between by one call alone', async () => {
  let now = 1_000_000
  const clock: Clock = { ...systemClock, now: () => now }
  let asked = 0
  const never = Promise.withResolvers<typeof secret>()
  const client = deskOf(() => (++asked === 1 ? never.promise : Promise.resolve(secret)), { clock })
  const waiting = [1, 2].map(() => failure(client.getTicket({ id: '1' }, { timeoutMs: 20 })))
  expect((await Promise.all(waiting)).map(({ code }) => code)).toEqual(['timeout', 'timeout'])
  expect(asked).toBe(1)
  now += 60_000
  expect(await client.getTicket({ id: '1' })).toMatchObject({ id: '1' })
  expect(asked).toBe(2)
})

test('a dry run waits for credentials no longer than its call, and says that there are none as it would', async () => {
  const without = (credentials: Secrets['credentials']) => failure(deskOf(credentials).claimed.dryRun(input, { timeoutMs: 20 }))
  expect(await without(() => new Promise<never>(() => undefined))).toMatchObject({ code: 'timeout', commitState: 'not_sent' })
  expect(await without(() => Promise.reject(new Error('sealed')))).toMatchObject({ code: 'unauthenticated' })
})

test('an error keeps only as much of a vendor’s megabytes as a person reads', async () => {
  vendor.reply = () => ({ status: 400, body: { code: 'c'.repeat(500_000), message: `no: ${'m'.repeat(500_000)}` } })
  const refused = await failure(deskOf(async () => secret).claimed(input))
  expect(refused.message.startsWith('desk.claimed: no: mmm')).toBe(true)
  expect(JSON.stringify(refused).length).toBeLessThan(10_000)
})

test('a source’s late answer replaces nothing once it was asked again', async () => {
  let now = 1_000_000
  const clock: Clock = { ...systemClock, now: () => now }
  let asked = 0
  const late = Promise.withResolvers<typeof secret>()
  const client = deskOf(() => (++asked === 1 ? late.promise : Promise.resolve(secret)), { clock })
  await failure(client.getTicket({ id: '1' }, { timeoutMs: 20 }))
  now += 60_000
  await client.getTicket({ id: '1' })
  late.resolve({ credentials: { token: 'rotated-away-0815' } })
  await new Promise(setImmediate)
  await client.getTicket({ id: '1' })
  expect(vendor.seen.map(({ headers }) => headers.authorization)).toEqual(Array(2).fill('Bearer planted-secret-4711'))
})

test('however much a vendor says, what to do about an unknown outcome is still said', async () => {
  vendor.reply = () => ({ status: 500, body: { code: 'boom', message: 'm'.repeat(500_000) } })
  const unknown = await failure(deskOf(async () => secret).claimed(input))
  expect(unknown).toMatchObject({ commitState: 'unknown', message: expect.stringContaining('reconcile before it is sent again') })
})
