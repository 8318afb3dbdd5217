import type { IncidentSink } from './incident-sink.ts'

/** Says each incident as a warning of the process, where nobody takes them. */
export function warningIncidents(): IncidentSink {
  return {
    report: ({ tenantId, kind, severity, summary }) => process.emitWarning(`${severity} ${kind} of ${tenantId}: ${summary}`),
  }
}
