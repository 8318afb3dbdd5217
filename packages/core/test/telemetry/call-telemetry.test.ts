import { SpanKind, SpanStatusCode, context, metrics, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics'
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Actor, type Clock, connect, isConnectorError, systemClock } from '@portico/core'
import { openTelemetry } from '@portico/core/opentelemetry'
import { desk } from '../call/desk.ts'
import { type VendorServer, vendorServer } from '../fixture/vendor-server.ts'

class Reader extends MetricReader {
  protected override onShutdown = () => Promise.resolve()
  protected override onForceFlush = () => Promise.resolve()
}

const service: Actor = { type: 'executor_system', id: 'orders' }
let vendor: VendorServer
let exporter: InMemorySpanExporter
let reader: Reader

beforeEach(async () => {
  vendor = await vendorServer()
  exporter = new InMemorySpanExporter()
  reader = new Reader()
  trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }))
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }))
})
afterEach(async () => {
  for (const api of [trace, metrics, context]) api.disable()
  await vendor.close()
})

function client(more: { tune?: { circuit: { failures: number; openMs: number } }; clock?: Clock } = {}) {
  return connect(desk, {
    tenantId: 'acme',
    actor: service,
    credentials: { token: 'planted-secret-4711' },
    origins: { api: vendor.origin },
    telemetry: openTelemetry(),
    ...more,
  })
}

/** Spans from the outermost in; beside each other, in the order in which they ended. */
function spans(): ReadableSpan[] {
  const finished = exporter.getFinishedSpans()
  const depth = (span: ReadableSpan): number => {
    const above = finished.find((other) => other.spanContext().spanId === span.parentSpanContext?.spanId)
    return above === undefined ? 0 : depth(above) + 1
  }
  return finished.toSorted((one, other) => depth(one) - depth(other))
}

/** Values by metric and attributes; of a histogram, how many. */
async function points(): Promise<Map<string, { readonly attributes: unknown; readonly value: number }[]>> {
  const { resourceMetrics, errors } = await reader.collect()
  expect(errors).toEqual([])
  const read = resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics)
  return new Map(
    read.map(({ descriptor, dataPoints }) => [
      descriptor.name,
      dataPoints.map(({ attributes, value }) => ({
        attributes,
        value: typeof value === 'object' ? value.count : value,
      })),
    ]),
  )
}

const names = (operation: string) => ({ 'portico.connector': 'desk', 'portico.operation': operation })
const server = () => ({ 'server.address': '127.0.0.1', 'server.port': Number(new URL(vendor.origin).port) })

test('a call is one span, and each of its requests a CLIENT span below it', async () => {
  vendor.reply = (_request, index) => (index === 0 ? { status: 503, body: {} } : { body: { id: '1', subject: 'Printer' } })
  await trace.getTracer('application').startActiveSpan('handler', async (handler) => {
    await client().getTicket({ id: '1' })
    handler.end()
  })
  const [handler, call, first, second] = spans()
  expect(exporter.getFinishedSpans()).toHaveLength(4)
  expect(call).toMatchObject({ name: 'desk.getTicket', kind: SpanKind.INTERNAL, status: { code: SpanStatusCode.UNSET } })
  expect(call!.parentSpanContext?.spanId).toBe(handler!.spanContext().spanId)
  expect(call!.attributes).toEqual({
    ...names('getTicket'),
    'portico.tenant': 'acme',
    'portico.actor.type': 'executor_system',
    'portico.call_id': expect.any(String),
    'portico.commit_state': 'committed',
    'portico.replayed': false,
  })
  for (const request of [first, second]) {
    expect(request).toMatchObject({ name: 'GET /tickets/{id}', kind: SpanKind.CLIENT })
    expect(request!.parentSpanContext?.spanId).toBe(call!.spanContext().spanId)
    expect(request!.spanContext().traceId).toBe(handler!.spanContext().traceId)
  }
  const common = {
    'http.request.method': 'GET',
    ...server(),
    'url.full': `${vendor.origin}/tickets/1`,
    'url.template': '/tickets/{id}',
  }
  expect(first!.attributes).toEqual({ ...common, 'http.response.status_code': 503, 'error.type': '503' })
  // The conventions want no description where the status code says it.
  expect(first!.status).toEqual({ code: SpanStatusCode.ERROR })
  expect(second!.attributes).toEqual({ ...common, 'http.response.status_code': 200, 'http.request.resend_count': 1 })
  expect(second!.status).toEqual({ code: SpanStatusCode.UNSET })
})

test('a request without an answer has no status code, and says why', async () => {
  vendor.reply = () => 'hang'
  const error: unknown = await client()
    .once({ subject: 'Printer' }, { timeoutMs: 300 })
    .catch((reason: unknown) => reason)
  expect(isConnectorError(error)).toBe(true)
  const [call, request] = spans()
  expect(request!.attributes).toMatchObject({ 'error.type': 'timeout' })
  expect(request!.attributes).not.toHaveProperty('http.response.status_code')
  expect(call).toMatchObject({
    status: { code: SpanStatusCode.ERROR },
    attributes: { 'error.type': 'timeout', 'portico.commit_state': 'unknown' },
  })
})

test('a secret in a path is not in its span, and neither are the values of a query', async () => {
  vendor.reply = () => ({ body: [{ id: '1', subject: 'Printer' }] })
  await client().findTicket({ subject: 'about-the-customer' })
  await client()
    .getTicket({ id: 'planted-secret-4711' })
    .catch(() => {})
  const told = JSON.stringify(spans().map(({ name, attributes, status }) => [name, attributes, status]))
  expect(told).toContain('/find?subject=REDACTED')
  expect(told).toContain('/tickets/[redacted]')
  expect(told).not.toContain('about-the-customer')
  expect(told).not.toContain('4711')
})

test('a call is counted with its attempts, its decision and its proof, and without its tenant', async () => {
  vendor.reply = (_request, index) => (index === 0 ? { status: 503, body: {} } : { body: { id: '1', subject: 'Printer' } })
  await client().keyed({ subject: 'Printer' })
  const read = await points()
  const of = names('keyed')
  const http = { 'http.request.method': 'POST', ...server() }
  expect(read.get('portico.calls')).toEqual([{ attributes: { ...of, 'portico.commit_state': 'committed' }, value: 1 }])
  expect(read.get('portico.call.duration')).toEqual([{ attributes: of, value: 1 }])
  expect(read.get('portico.attempts')).toEqual([{ attributes: of, value: 2 }])
  expect(read.get('portico.retries')).toEqual([{ attributes: { ...of, 'error.type': 'unavailable' }, value: 1 }])
  expect(read.get('portico.policy.decisions')).toEqual([
    { attributes: { ...of, 'portico.action_class': 'A', 'portico.decision': 'allowed' }, value: 1 },
  ])
  expect(read.get('portico.ledger.proofs')).toEqual([{ attributes: { ...of, 'portico.proof_status': 'verified' }, value: 1 }])
  expect(read.get('http.client.request.duration')).toEqual([
    { attributes: { ...http, 'http.response.status_code': 503, 'error.type': '503' }, value: 1 },
    { attributes: { ...http, 'http.response.status_code': 200 }, value: 1 },
  ])
  for (const none of ['portico.errors', 'portico.outcomes_unknown', 'portico.replays', 'portico.contract_violations'])
    expect(read.has(none)).toBe(false)
})

test('an error is counted by code, state and severity, and an unknown outcome as work for reconciliation', async () => {
  vendor.reply = () => 'drop'
  await client()
    .claimed({ subject: 'Printer' })
    .catch(() => {})
  const read = await points()
  const of = names('claimed')
  const outcome = { 'error.type': 'unavailable', 'portico.commit_state': 'unknown' }
  expect(read.get('portico.errors')).toEqual([{ attributes: { ...of, ...outcome, 'portico.severity': 'V1' }, value: 1 }])
  expect(read.get('portico.outcomes_unknown')).toEqual([{ attributes: of, value: 1 }])
})

test('a call that waits for a person sends nothing, and counts as what it is', async () => {
  await client()
    .announce({ subject: 'Printer' }, { correlationId: 'order-1' })
    .catch(() => {})
  const read = await points()
  const of = names('announce')
  expect(read.get('portico.policy.decisions')).toEqual([
    { attributes: { ...of, 'portico.action_class': 'B', 'portico.decision': 'approval_required' }, value: 1 },
  ])
  expect(read.get('portico.approvals.requested')).toEqual([{ attributes: { ...of, 'portico.approval_class': 'A1' }, value: 1 }])
  expect(read.has('portico.attempts')).toBe(false)
  expect(spans().map(({ name }) => name)).toEqual(['desk.announce'])
})

test('a circuit tells when it opens, probes and closes', async () => {
  vendor.reply = () => ({ status: 503, body: {} })
  let passed = 0
  const clock: Clock = { ...systemClock, now: () => Date.now() + passed }
  const tuned = client({ tune: { circuit: { failures: 2, openMs: 60_000 } }, clock })
  const state = async () => (await points()).get('portico.circuit.state')
  await tuned.once({ subject: 'Printer' }).catch(() => {})
  expect(await state()).toBeUndefined()
  await tuned.once({ subject: 'Printer' }).catch(() => {})
  const connector = { 'portico.connector': 'desk' }
  expect(await state()).toEqual([{ attributes: connector, value: 2 }])
  vendor.reply = () => ({ body: { id: '1', subject: 'Printer' } })
  passed = 60_000
  await tuned.once({ subject: 'Printer' })
  const read = await points()
  expect(read.get('portico.circuit.state')).toEqual([{ attributes: connector, value: 0 }])
  expect(read.get('portico.circuit.openings')).toEqual([{ attributes: connector, value: 1 }])
})
