import type { AuditSink, Telemetry } from '@portico/core'

/**
 * Audit rows as telemetry log records, for example of `openTelemetry()` from `@portico/core/opentelemetry`: a third sink beside
 * two on disk. Log pipelines may drop records, so it is no proof by itself.
 */
export function telemetryAudit(telemetry: Pick<Telemetry, 'log'>): AuditSink {
  if (!telemetry.log) throw new TypeError('this telemetry takes no log records')
  return {
    write(row) {
      telemetry.log!({
        level: row.outcome === 'failed' ? 'warn' : 'info',
        event: 'portico.audit',
        attributes: Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)),
      })
    },
  }
}
