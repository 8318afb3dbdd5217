import type { Telemetry } from '@portico/core'

/** Telemetry that keeps what it receives, in order: logs, spans and measurements. */
export function keptTelemetry(told: unknown[]): Telemetry {
  return {
    span: (name, attributes) => {
      told.push({ span: name, attributes })
      return {
        traceparent: undefined,
        set: (more) => void told.push({ span: name, attributes: more }),
        end: (outcome) => void told.push({ span: name, outcome }),
      }
    },
    measure: (metric, value, attributes) => void told.push({ metric, value, attributes }),
    log: (record) => void told.push(record),
  }
}
