import type { Severity } from '../contract/classes.ts'

/** Where something went wrong. All sources share one severity scale. */
export type IncidentSource = 'policy' | 'ledger' | 'connector' | 'workflow' | 'gate' | 'approval'

/**
 * Something a person should know about. It counts as a recurrence while an incident of the same tenant, kind and subject is open.
 */
export interface IncidentReport {
  readonly tenantId: string
  readonly source: IncidentSource
  /** Lower case with underscores: `contract_violated`. */
  readonly kind: string
  /** What it is about: an operation, a sync, a dataset. */
  readonly subject: string
  readonly severity: Severity
  /** One sentence for a person. It is published, so it contains no input, no output and none of the vendor's words. */
  readonly title: string
  /** RFC 3339: when it happened. */
  readonly at: string
  readonly correlationId?: string | undefined
  /** The call or run that caused it. */
  readonly causationId?: string | undefined
}

/** Where incidents are reported. */
export interface IncidentSink {
  report(incident: IncidentReport): void | Promise<void>
}
