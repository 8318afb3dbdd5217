import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Actor, connect, createPortico, decide, memoryAudit } from '@portico/core'
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
  ['idempotencykey', { actor: robot, idempotencykey: 'order-1042' }],
  ['tenantId', { actor: robot, tenantId: 'globex' }],
])('%s that is none is refused, as JavaScript may give it: %j', async (path, options) => {
  const refused = await failure(client().claimed({ subject: 'Printer' }, options as object))
  expect(refused).toMatchObject({ code: 'invalid_input', commitState: 'not_sent', issues: [{ path }] })
  expect(vendor.seen).toHaveLength(0)
})

test.each<[string, object]>([
  ["connect: 'polcy' is not an option: it takes policy, store,", { polcy: () => 'deny' }],
  ["connect: tune: 'approvalExpiry' is not an option: it takes timeoutMs,", { tune: { approvalExpiry: 1_000 } }],
  ["connect: tune.circuit: 'openMS' is not an option: it takes failures, openMs", { tune: { circuit: { openMS: 1 } } }],
])('a misspelt option is refused where it is given: %s', (message, more) => {
  expect(() => connect(desk, { tenantId: 'acme', credentials: { token: 'planted-secret-4711' }, ...more })).toThrow(message)
})

test.each<[string, object]>([
  ["createPortico: 'audits' is not an option", { audits: memoryAudit() }],
  ["createPortico: tune: 'desks' is not an option: it takes desk", { tune: { desks: {} } }],
  ["createPortico: origins: 'dsk' is not an option: it takes desk", { origins: { dsk: {} } }],
  ["createPortico: tune.desk: 'timeout' is not an option", { tune: { desk: { timeout: 1 } } }],
])('of a platform too: %s', (message, more) => {
  const connections = { credentials: () => ({ credentials: { token: 'planted-secret-4711' } }) }
  expect(() => createPortico({ connectors: { desk }, connections, ...more })).toThrow(message)
})

test.each<[string, () => unknown]>([
  ['connect: this is not a connector: import', () => connect(undefined as never, { tenantId: 'acme', credentials: {} } as never)],
  ['connect: options are missing: { tenantId, credentials }', () => connect(desk, undefined as never)],
  ['createPortico: connectors are missing', () => createPortico(undefined as never)],
  ['createPortico: connections are missing', () => createPortico({ connectors: { desk } } as never)],
  [
    'createPortico: connectors.dsk: this is not a connector',
    () => createPortico({ connectors: { dsk: undefined }, connections: { credentials: () => ({ credentials: {} }) } } as never),
  ],
])('what plain JavaScript leaves out is reported: %s', (message, make) => {
  expect(make).toThrow(message)
})

test('and of a client for somebody else, who would not be the one that acts', () => {
  expect(() => client().as({ actr: robot } as object)).toThrow(
    "as: 'actr' is not an option: it takes actor, correlationId, causationId",
  )
})

test('an actor of an unknown type never commits', () => {
  const classes = { sideEffect: 'internal_write', approval: 'A0', reversibility: 'R0', sensitivity: 'S1' } as const
  const decided = decide({ classes, actorType: 'superuser' as never, correlationId: undefined })
  expect(decided).toMatchObject({ actionClass: 'C', rule: 'table.observer_never_commits' })
})
