import { context, logs, metrics, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics'
import { AlwaysOffSampler, InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { type OperationalMetric, metric, operationalMetrics } from '@portico/metrics'
import { afterEach, describe, expect, test } from 'vitest'
import { requestAttributes, responseAttributes } from '../../src/telemetry/http-attributes.ts'
import { openTelemetry } from '../../src/telemetry/open-telemetry.ts'

class Reader extends MetricReader {
  protected override onShutdown = () => Promise.resolve()
  protected override onForceFlush = () => Promise.resolve()

  async read() {
    const { resourceMetrics } = await this.collect()
    return resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics)
  }
}

function recordSpans(): InMemorySpanExporter {
  const exporter = new InMemorySpanExporter()
  trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }))
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  return exporter
}

function readMetrics(): Reader {
  const reader = new Reader()
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }))
  return reader
}

afterEach(() => {
  for (const api of [trace, metrics, logs, context]) api.disable()
})

const call = { 'portico.connector': 'github', 'portico.operation': 'getRepository' }

describe('spans', () => {
  test('a request is a CLIENT span with the attributes of the conventions', () => {
    const exporter = recordSpans()
    const span = openTelemetry().span('GET /repos/{owner}', {
      ...requestAttributes({
        method: 'GET',
        url: new URL('https://u:p@api.github.com/repos/acme?token=planted&page=2#x'),
        resendCount: 1,
      }),
      ...call,
    })!
    span.set(responseAttributes(200))
    span.end({ ok: true })

    const [finished] = exporter.getFinishedSpans()
    expect(finished).toMatchObject({ name: 'GET /repos/{owner}', kind: 2, status: { code: 0 } })
    expect(finished!.instrumentationScope.name).toBe('@portico/core')
    expect(finished!.attributes).toEqual({
      'http.request.method': 'GET',
      'server.address': 'api.github.com',
      'server.port': 443,
      'url.full': 'https://REDACTED:REDACTED@api.github.com/repos/acme?token=REDACTED&page=REDACTED',
      'http.request.resend_count': 1,
      'http.response.status_code': 200,
      ...call,
    })
  })

  test('a failure has an error status, and our code as its type', () => {
    const exporter = recordSpans()
    const span = openTelemetry().span('POST /v1/refunds', { 'http.request.method': 'POST' })!
    span.set(responseAttributes(503))
    span.end({ ok: false, code: 'unavailable', message: 'the vendor is down' })
    expect(exporter.getFinishedSpans()[0]).toMatchObject({
      status: { code: 2, message: 'the vendor is down' },
      attributes: { 'error.type': 'unavailable', 'http.response.status_code': 503 },
    })
  })

  test('it is a child of the active span, or of the one it is given, and hands on its own traceparent', () => {
    const exporter = recordSpans()
    const telemetry = openTelemetry()
    trace.getTracer('application').startActiveSpan('handler', (handler) => {
      const whole = telemetry.span('github.getRepository', call)!
      const attempt = telemetry.span('GET /repos/{owner}', { 'http.request.method': 'GET' }, whole)!
      const { traceId } = handler.spanContext()
      expect(attempt.traceparent).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`))
      expect(attempt.traceparent).not.toBe(whole.traceparent)
      attempt.end({ ok: true })
      whole.end({ ok: true })
      handler.end()
    })
    const [attempt, whole, handler] = exporter.getFinishedSpans()
    expect([attempt!.kind, whole!.kind]).toEqual([2, 0])
    expect(attempt!.parentSpanContext?.spanId).toBe(whole!.spanContext().spanId)
    expect(whole!.parentSpanContext?.spanId).toBe(handler!.spanContext().spanId)
  })

  test('a span that is not sampled still hands the trace on', () => {
    trace.setGlobalTracerProvider(new TracerProvider({ sampler: new AlwaysOffSampler() }))
    expect(openTelemetry().span('GET /', {})?.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/)
  })

  test('without a provider there is none, and one that is set later is found', () => {
    const telemetry = openTelemetry()
    expect(telemetry.span('GET /', {})).toBeUndefined()
    const exporter = recordSpans()
    telemetry.span('GET /', {})!.end({ ok: true })
    expect(exporter.getFinishedSpans()).toHaveLength(1)
  })
})

describe('metrics', () => {
  test('each kind of the dictionary becomes its instrument, with unit, description and boundaries', async () => {
    const reader = readMetrics()
    const { measure } = openTelemetry()
    measure('portico.calls', 1, call)
    measure('portico.calls', 1, call)
    measure('portico.call.duration', 0.2, call)
    measure('portico.rate_limit.remaining', 4_999, call)
    const read = new Map((await reader.read()).map((entry) => [entry.descriptor.name, entry]))

    for (const key of ['portico.calls', 'portico.call.duration', 'portico.rate_limit.remaining'] as const) {
      expect(read.get(key)!.descriptor).toMatchObject({ unit: metric(key).unit, description: metric(key).definition })
    }
    expect(read.get('portico.calls')!.dataPoints).toMatchObject([{ value: 2, attributes: call }])
    expect(read.get('portico.rate_limit.remaining')!.dataPoints).toMatchObject([{ value: 4_999 }])
    expect(read.get('portico.call.duration')!.dataPoints[0]!.value).toMatchObject({
      sum: 0.2,
      buckets: { boundaries: operationalMetrics['portico.call.duration'].boundaries },
    })
  })

  test('every operational key has an instrument', async () => {
    const reader = readMetrics()
    const { measure } = openTelemetry()
    const keys = Object.keys(operationalMetrics) as OperationalMetric[]
    for (const key of keys) measure(key, 1, {})
    expect((await reader.read()).map((entry) => entry.descriptor.name).toSorted()).toEqual(keys.toSorted())
  })

  test('an attribute that the dictionary does not list is left out', async () => {
    const reader = readMetrics()
    openTelemetry().measure('portico.calls', 1, { ...call, 'portico.tenant': 'acme' })
    expect((await reader.read())[0]!.dataPoints[0]!.attributes).toEqual(call)
  })

  test('a key that is not operational is refused', () => {
    readMetrics()
    const { measure } = openTelemetry()
    for (const key of ['revenue_sar', 'constructor', 'portico.phone_calls']) {
      expect(() => measure(key as 'portico.calls', 1, {})).toThrow(RangeError)
    }
  })

  test('without a provider nothing happens, and one that is set later gets the values', async () => {
    const { measure } = openTelemetry()
    measure('portico.calls', 1, call)
    const reader = readMetrics()
    measure('portico.calls', 1, call)
    expect((await reader.read())[0]!.dataPoints).toMatchObject([{ value: 1 }])
  })
})

test('logs go to the logger that the application has set', () => {
  const emitted: unknown[] = []
  const telemetry = openTelemetry()
  telemetry.log({ level: 'warn', event: 'portico.lost', attributes: {} })
  logs.setGlobalLoggerProvider({ getLogger: () => ({ emit: (record) => emitted.push(record), enabled: () => true }) })
  telemetry.log({ level: 'error', event: 'portico.call.failed', attributes: { code: 'timeout' } })
  expect(emitted).toEqual([
    { eventName: 'portico.call.failed', severityNumber: 17, severityText: 'ERROR', attributes: { code: 'timeout' } },
  ])
})
