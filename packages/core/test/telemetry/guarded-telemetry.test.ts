import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Actor, type ConnectorError, connect, memoryStore, type Telemetry, type Transport } from '@portico/core'
import { desk } from '../call/desk.ts'
import { failure } from '../call/failure.ts'

const actor: Actor = { type: 'executor_system', id: 'orders' }
const input = { subject: 'Printer' }
const warned: string[] = []
const listen = (warning: Error & { code?: string }) => {
  if (warning.code === 'PORTICO_TELEMETRY')
    warned.push(/^telemetry\.(\S+) failed.*: (.*) \(told once\)$/.exec(warning.message)!.slice(1).join(': '))
}
beforeEach(() => {
  warned.length = 0
  process.on('warning', listen)
})
afterEach(() => {
  process.off('warning', listen)
})

const boom = (): never => {
  throw new Error('the exporter failed')
}

const rejecting: () => unknown = () => Promise.reject(new Error('the exporter failed'))

function client(telemetry: Telemetry, more: object = {}) {
  const transport: Transport = {
    name: 'scripted',
    request: async ({ origin, path }) => ({
      status: 200,
      headers: {},
      text: '{"id":"1","subject":"Printer"}',
      url: origin + path,
    }),
    close: async () => {},
  }
  return connect(desk, { tenantId: 'acme', actor, credentials: { token: 'planted-4711' }, transport, telemetry, ...more })
}

test.each<[string, Telemetry, readonly string[]]>([
  ['span', { span: boom }, ['span']],
  ['set and end of a span', { span: () => ({ set: boom, end: boom, traceparent: undefined }) }, ['span.set', 'span.end']],
  ['measure', { measure: boom }, ['measure']],
  ['measure, after the call is recorded', { measure: (metric) => metric === 'portico.calls' && boom() }, ['measure']],
  ['measure of the decision', { measure: (metric) => metric === 'portico.policy.decisions' && boom() }, ['measure']],
  ['measure, which rejects', { measure: rejecting }, ['measure']],
])('a call comes to what it comes to when telemetry fails in %s, which is told once', async (_, telemetry, hooks) => {
  const bound = client(telemetry)
  for (const idempotencyKey of ['order-1', 'order-2']) {
    const { data, receipt } = await bound.claimed.detailed(input, { idempotencyKey })
    expect([data, receipt.commitState]).toEqual([{ id: '1', subject: 'Printer' }, 'committed'])
  }
  await expect.poll(() => warned, { interval: 1 }).toEqual(hooks.map((hook) => `${hook}: the exporter failed`))
})

test('a call that could not be recorded says so when the log fails too', async () => {
  const store = memoryStore()
  const audit = { write: () => Promise.reject(new Error('the disk is full')) }
  const error: ConnectorError = await failure(client({ log: boom }, { audit, store }).claimed(input))
  expect(error).toMatchObject({ code: 'unavailable', commitState: 'committed', receipt: { commitState: 'committed' } })
  expect(error.message).toContain('could not be recorded (audit row)')
  await expect.poll(() => warned, { interval: 1 }).toEqual(['log: the exporter failed'])
})
