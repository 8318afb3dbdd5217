import type { OperationalMetric } from '@portico/metrics'

export interface CallSpan {
  /** Attributes in OpenTelemetry's semantic conventions for HTTP clients, and `portico.*`. */
  set(attributes: Readonly<Record<string, string | number | boolean>>): void
  end(outcome: { readonly ok: true } | { readonly ok: false; readonly code: string; readonly message: string }): void
  /** W3C `traceparent` of this span, when the tracer records. */
  readonly traceparent: string | undefined
}

export interface LogRecord {
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  readonly event: string
  readonly attributes: Readonly<Record<string, unknown>>
}

/** Spans, metrics and logs. Values that reach it are redacted. */
export interface Telemetry {
  span?(name: string, attributes: Readonly<Record<string, string | number | boolean>>): CallSpan | undefined
  /** Counts or measures; only keys of the metrics dictionary compile. */
  measure?(metric: OperationalMetric, value: number, attributes: Readonly<Record<string, string>>): void
  log?(record: LogRecord): void
}
