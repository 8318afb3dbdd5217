import { afterEach, expect, test } from 'vitest'
import { type Actor, connect, type IncidentSink, memoryIncidents, type Transport, TransportError } from '@portico/core'
import { desk } from './desk.ts'

const actor: Actor = { type: 'executor_system', id: 'orders' }
const opened: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map((client) => client.close()))
})

type Reply =
  | { readonly status: number; readonly body: string; readonly headers?: Readonly<Record<string, string>> }
  | TransportError
function deskOf(replies: readonly Reply[], incidents: IncidentSink) {
  const left = [...replies]
  const transport: Transport = {
    name: 'scripted',
    request: async ({ origin, path }) => {
      const reply = left.shift()!
      if (reply instanceof TransportError) throw reply
      const headers = { 'content-type': 'application/json', ...reply.headers }
      return { status: reply.status, headers, text: reply.body, url: origin + path }
    },
    close: async () => {},
  }
  const clock = { now: () => 1_000_000, wait: () => Promise.resolve(), random: () => 0 }
  const tune = { circuit: { failures: 2, openMs: 1_000 } }
  const client = connect(desk, { tenantId: 'acme', actor, credentials: { token: 't' }, transport, clock, tune, incidents })
  opened.push(client)
  return client
}
const unreached = new TransportError('connect', false, 'refused')

test('a call that goes well, or that the vendor refuses, is no incident', async () => {
  const incidents = memoryIncidents()
  const client = deskOf(
    [
      { status: 200, body: '{"id":"1","subject":"s"}' },
      { status: 404, body: '{}' },
    ],
    incidents,
  )
  await client.once({ subject: 's' })
  await client.once({ subject: 's' }).catch(() => undefined)
  expect(incidents.reports).toEqual([])
})

test('the failure that opens a circuit is told once, under connector and account', async () => {
  const incidents = memoryIncidents()
  const client = deskOf([unreached, unreached, unreached], incidents)
  for (let call = 0; call < 4; call++) await client.once({ subject: 's' }).catch(() => undefined)
  expect(incidents.reports).toMatchObject([
    {
      tenantId: 'acme',
      source: 'connector',
      kind: 'circuit_opened',
      subject: 'desk/default',
      severity: 'V2',
      at: '1970-01-01T00:16:40.000Z',
    },
  ])
})

test('a response that breaks the contract, and an unknown outcome, are reported with the operation', async () => {
  const incidents = memoryIncidents()
  const client = deskOf([{ status: 200, body: '{"id":7}' }, new TransportError('interrupted', true, 'reset')], incidents)
  await client.once({ subject: 's' }).catch(() => undefined)
  await client.once({ subject: 's' }, { idempotencyKey: 'order-7', correlationId: 'c' }).catch(() => undefined)
  expect(incidents.reports).toMatchObject([
    { kind: 'contract_violated', subject: 'desk.once', severity: 'V2' },
    { kind: 'outcome_unknown', subject: 'desk.once/order-7', source: 'workflow', correlationId: 'c' },
  ])
})

test('a call by one who never commits is a policy violation', async () => {
  const incidents = memoryIncidents()
  const observer: Actor = { type: 'observer_agent', id: 'watcher' }
  await deskOf([], incidents)
    .once({ subject: 's' }, { actor: observer })
    .catch(() => undefined)
  expect(incidents.reports).toMatchObject([{ source: 'policy', kind: 'policy_violated', subject: 'desk.once', severity: 'V1' }])
})

test('an incident that can not be reported fails the call, with what the vendor did', async () => {
  const failing: IncidentSink = { report: () => Promise.reject(new Error('disk full')) }
  await expect(deskOf([{ status: 200, body: '{"id":7}' }], failing).once({ subject: 's' })).rejects.toMatchObject({
    code: 'contract_violation',
    commitState: 'committed',
  })
})

test('a vendor that announces the end of an operation is an informational incident of that operation, once', async () => {
  const incidents = memoryIncidents()
  const body = '{"id":"1","subject":"s"}'
  const headers = { deprecation: '@1790812800', sunset: 'Fri, 01 Jan 2027 00:00:00 GMT' }
  const client = deskOf(
    [
      { status: 200, body, headers },
      { status: 200, body, headers },
      { status: 404, body: '{}', headers },
    ],
    incidents,
  )
  for (let call = 0; call < 3; call++) await client.once({ subject: 's' }).catch(() => undefined)
  expect(incidents.reports).toMatchObject([
    {
      source: 'connector',
      kind: 'operation_ending',
      subject: 'desk.once',
      severity: 'V0',
      title: 'desk.once: the vendor deprecates what it calls as of 2026-10-01 and ends it on 2027-01-01',
    },
  ])
  const told = memoryIncidents()
  const hostile = { deprecation: 'true <script>', sunset: 'never' }
  await deskOf([{ status: 200, body, headers: hostile }], told).once({ subject: 's' })
  expect(told.reports).toMatchObject([{ title: 'desk.once: the vendor deprecates what it calls' }])
})
