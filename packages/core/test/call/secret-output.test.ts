import { inspect } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import * as z from 'zod'
import { type Actor, bearer, claim, connect, defineVendor, memoryAudit, memoryEvents, memoryStore, named } from '@portico/core'
import { compileConnector } from '@portico/core/definition'
import { type VendorServer, vendorServer } from '../fixture/vendor-server.ts'

const vendor = defineVendor({
  id: 'till',
  title: { en: 'Till', ar: 'صندوق' },
  vendorVersion: '1',
  origins: { api: 'https://till.example' },
  auth: { token: bearer() },
  failures: { read: ({ body }) => ({ code: body?.code }), codes: { gone: 'not_found' } },
  defaults: { timeoutMs: 1_000, retry: false, sensitivity: 'S1' },
  facts: { source: 'https://till.example/api', verifiedAt: '2026-11-24' },
})
const stated = {
  summary: 'A payment.',
  sideEffect: 'internal_write',
  reversibility: 'R0',
  approval: 'A0',
  idempotency: claim,
  audit: { entity: { type: 'payment', id: 'output.id' } },
} as const
const Reference = z.object({ id: z.string() })
const begin = vendor.command('POST /payments', {
  ...stated,
  input: z.object({ amount: z.number() }),
  output: z.object({ id: z.string(), client_secret: z.string().nullish() }),
  audit: { ...stated.audit, secretOutput: ['client_secret'] },
  rollback: { manual: 'Cancel it.' },
  examples: [{ amount: 1 }],
})
const actor: Actor = { type: 'executor_system', id: 'orders' }

let server: VendorServer
beforeEach(async () => {
  server = await vendorServer()
})
afterEach(() => server.close())

test('a secret of the output reaches the caller once, and nothing that is kept', async () => {
  server.reply = () => ({ body: { id: '1', client_secret: 'pi_1_secret_4711' } })
  const [store, audit, events] = [memoryStore(), memoryAudit(), memoryEvents()]
  const kept: unknown[] = []
  const { claims } = store
  const watched = {
    ...store,
    claims: { ...claims, finish: (...given: Parameters<typeof claims.finish>) => (kept.push(given), claims.finish(...given)) },
  }
  const client = connect(vendor.connector({ version: '1.0.0', operations: { begin } }), {
    tenantId: 'acme',
    actor,
    credentials: { token: 'planted-4711' },
    origins: { api: server.origin },
    store: watched,
    audit,
    events,
  })
  const key = { idempotencyKey: 'order-1' }
  expect(await client.begin({ amount: 1 }, key)).toEqual({ id: '1', client_secret: 'pi_1_secret_4711' })
  expect(await client.begin({ amount: 1 }, key)).toEqual({ id: '1' })
  expect(server.seen).toHaveLength(1)
  expect(kept).toHaveLength(1)
  expect(inspect([kept, audit.rows, events.events], { depth: 20 })).not.toContain('pi_1_secret')
  await client.close()
})

test('what was there before is stated as it is written, literals included', () => {
  const stop = vendor.command('POST /payments/{id}/stop', {
    ...stated,
    input: Reference,
    output: z.object({ id: z.string(), object: z.literal('payment'), stopped: z.literal(true) }),
    alreadyDone: { gone: ({ input }) => ({ output: { id: input.id, object: 'payment', stopped: true } }) },
    rollback: { irreversible: 'It is over.' },
    examples: [{ id: '1' }],
  })
  expect(stop.kind).toBe('command')
})

test.each([
  ['lacks a field that it needs', z.object({ id: z.string() }), z.object({ id: z.string(), reason: z.string() }), 'reason'],
  [
    'has it optional',
    z.object({ id: z.string(), reason: z.string().optional() }),
    z.object({ id: z.string(), reason: z.string() }),
    'reason',
  ],
  ['has one that it refuses', z.object({ id: z.string(), note: z.string() }), Reference, 'note'],
  ['fits', Reference, z.object({ id: z.string(), reason: z.string().optional() }), undefined],
])('a mutual rollback whose named input %s', (_what, given, taken, field) => {
  const open = vendor.command('POST /payments/{id}/open', {
    ...stated,
    input: taken,
    output: Reference,
    rollback: { manual: 'None.' },
    examples: [{ id: '1', reason: 'x' }],
  })
  const shut = vendor.command('POST /payments/{id}/shut', {
    ...stated,
    input: Reference,
    output: Reference,
    rollback: { operation: named('open', given), input: ({ input }) => ({ id: input.id, reason: '', note: '' }), notes: 'n' },
    examples: [{ id: '1' }],
  })
  const build = () => compileConnector(vendor.connector({ version: '1.0.0', operations: { open, shut } }))
  if (field === undefined) expect(build).not.toThrow()
  else expect(build).toThrow(`the rollback of 'shut' names 'open' with an input that it does not take: ${field}`)
})
