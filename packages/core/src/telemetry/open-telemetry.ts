import { SeverityNumber, type Span, SpanKind, SpanStatusCode, context, isSpanContextValid, logs, trace } from '@opentelemetry/api'
import type { CallSpan, LogRecord, Telemetry, TelemetryAttributes } from '../ports/telemetry.ts'
import { version } from '../version.ts'
import { type Measure, createInstruments } from './instruments.ts'

/** Made by `openTelemetry`. */
export interface OpenTelemetry extends Telemetry {
  /** A child span of `parent`, or of the active span. A span of an HTTP request is of kind CLIENT. */
  span(name: string, attributes: TelemetryAttributes, parent?: CallSpan): CallSpan | undefined
  measure: Measure
  log(record: LogRecord): void
}

/**
 * Telemetry through the OpenTelemetry API, to whatever providers the application has set, if any. They are looked up on use, so
 * they may be set later.
 */
export function openTelemetry(options: { readonly scope?: string } = {}): OpenTelemetry {
  const scope = { name: options.scope ?? '@portico/core', version }
  const spans = new WeakMap<CallSpan, Span>()
  return {
    span(name, attributes, parent) {
      const kind = 'http.request.method' in attributes ? SpanKind.CLIENT : SpanKind.INTERNAL
      const above = parent && spans.get(parent)
      const around = above ? trace.setSpan(context.active(), above) : context.active()
      const span = trace.getTracer(scope.name, scope.version).startSpan(name, { kind, attributes }, around)
      const traceparent = traceparentOf(span)
      if (traceparent === undefined && !span.isRecording()) return undefined
      const callSpan = describe(span, traceparent)
      spans.set(callSpan, span)
      return callSpan
    },
    measure: createInstruments(scope),
    log(record) {
      logs.getLogger(scope.name, scope.version).emit({
        eventName: record.event,
        severityNumber: severityNumbers[record.level],
        severityText: record.level.toUpperCase(),
        attributes: record.attributes,
      })
    },
  }
}

const severityNumbers = {
  debug: SeverityNumber.DEBUG,
  info: SeverityNumber.INFO,
  warn: SeverityNumber.WARN,
  error: SeverityNumber.ERROR,
} as const

function describe(span: Span, traceparent: string | undefined): CallSpan {
  return {
    traceparent,
    set(attributes) {
      span.setAttributes(attributes)
    },
    end(outcome) {
      // The conventions leave the status unset on a client's success.
      if (!outcome.ok) {
        span.setAttribute('error.type', outcome.code)
        const { message } = outcome
        span.setStatus({ code: SpanStatusCode.ERROR, ...(message !== undefined && { message }) })
      }
      span.end()
    },
  }
}

/** W3C Trace Context, version 00. A span that is not recorded still propagates the trace. */
function traceparentOf(span: Span): string | undefined {
  const { traceId, spanId, traceFlags } = span.spanContext()
  if (!isSpanContextValid({ traceId, spanId, traceFlags })) return undefined
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`
}
