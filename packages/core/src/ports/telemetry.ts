import type { OperationalMetric } from '@portico/metrics'

/** In the words of OpenTelemetry's semantic conventions for HTTP clients, and `portico.*`. */
export type TelemetryAttributes = Readonly<Record<string, string | number | boolean>>

/** A span under way. */
export interface CallSpan {
  set(attributes: TelemetryAttributes): void
  /** `message` is absent if the attributes say it all, as an HTTP status does. */
  end(outcome: { readonly ok: true } | { readonly ok: false; readonly code: string; readonly message?: string }): void
  /** W3C `traceparent` of this span, when the tracer records. */
  readonly traceparent: string | undefined
}

/** One line of the log, as data. */
export interface LogRecord {
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  readonly event: string
  readonly attributes: Readonly<Record<string, unknown>>
}

/**
 * Spans, metrics and logs. Values are redacted before they get here. A hook that throws never changes a call's outcome: it is
 * reported once, as a process warning (`PORTICO_TELEMETRY`), and what it was given is lost.
 */
export interface Telemetry {
  /** Starts the span of a call or, with a `parent`, of one request that the call sends. */
  span?(name: string, attributes: TelemetryAttributes, parent?: CallSpan): CallSpan | undefined
  /** Records a value; only keys of the metrics dictionary compile. */
  measure?(metric: OperationalMetric, value: number, attributes: TelemetryAttributes): void
  log?(record: LogRecord): void
}
