import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Actor, connect, decide } from '@portico/core'
import { type VendorServer, vendorServer } from '../fixture/vendor-server.ts'
import { desk } from './desk.ts'
import { failure } from './failure.ts'

let vendor: VendorServer
beforeEach(async () => {
  vendor = await vendorServer()
})
afterEach(() => vendor.close())

const client = () =>
  connect(desk, { tenantId: 'acme', credentials: { token: 'planted-secret-4711' }, origins: { api: vendor.origin } })
const robot: Actor = { type: 'executor_system', id: 'orders' }

test.each([
  ['actor.type', { actor: { type: 'observer', id: 'x' } }],
  ['actor.type', { actor: 'orders' }],
  ['actor.id', { actor: { type: 'executor_system' } }],
  ['actor.id', { actor: { type: 'executor_system', id: ' ' } }],
  ['idempotencyKey', { actor: robot, idempotencyKey: 4711 }],
  ['correlationId', { actor: robot, correlationId: 4711 }],
  ['signal', { actor: robot, signal: new AbortController() }],
  ['causationId', { actor: robot, causationId: {} }],
])('%s that is none is refused, as JavaScript may give it: %j', async (path, options) => {
  const refused = await failure(client().claimed({ subject: 'Printer' }, options as object))
  expect(refused).toMatchObject({ code: 'invalid_input', commitState: 'not_sent', issues: [{ path }] })
  expect(vendor.seen).toHaveLength(0)
})

test('an actor of a type that nobody knows never commits', () => {
  const classes = { sideEffect: 'internal_write', approval: 'A0', reversibility: 'R0', sensitivity: 'S1' } as const
  const decided = decide({ classes, actorType: 'superuser' as never, correlationId: undefined })
  expect(decided).toMatchObject({ actionClass: 'C', rule: 'table.observer_never_commits' })
})
