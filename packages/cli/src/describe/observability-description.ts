import type { CoreEvent } from '@portico/core'
import type { CompiledOperation } from '@portico/core/definition'
import type { OperationalMetric } from '@portico/metrics'

/** What a call emits for operations staff, given telemetry and an event sink. */
export interface ObservabilityDescription {
  readonly span: string
  /** Keys of the metrics dictionary. */
  readonly metrics: readonly OperationalMetric[]
  readonly events: readonly CoreEvent['type'][]
  readonly log: string
}

export function describeObservability({ qualifiedName, definition, writes }: CompiledOperation): ObservabilityDescription {
  return {
    span: qualifiedName,
    metrics: [
      'portico.calls',
      'portico.call.duration',
      ...(definition.retry === false ? [] : (['portico.retries'] as const)),
      ...(writes ? (['portico.replays'] as const) : []),
      'portico.contract_violations',
      ...(definition.approval === 'A0' ? [] : (['portico.approvals.requested'] as const)),
    ],
    events: [
      'portico.call.finished',
      'portico.call.contract_violated',
      ...(definition.approval === 'A0' ? [] : (['portico.approval.requested'] as const)),
    ],
    log: 'portico.call.failed',
  }
}
