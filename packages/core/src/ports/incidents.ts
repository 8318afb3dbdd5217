import type { Severity } from '../contract/classes.ts'

/** Where something went wrong: all of them use the one severity scale. */
export type IncidentSource = 'policy' | 'ledger' | 'connector' | 'workflow' | 'gate' | 'approval'

/** Something that a person should know of. While an incident of the same tenant, kind and subject is open, it counts as one more of it. */
export interface IncidentReport {
  readonly tenantId: string
  readonly source: IncidentSource
  /** Lower case with underscores: `contract_violated`. */
  readonly kind: string
  /** What it is about: an operation, a sync, a dataset. */
  readonly subject: string
  readonly severity: Severity
  /** One sentence for a person. It is published: nothing of input, output or a vendor's words is in it. */
  readonly title: string
  /** RFC 3339: when it happened. */
  readonly at: string
  readonly correlationId?: string | undefined
  /** The call or run that it came of. */
  readonly causationId?: string | undefined
}

/** Where incidents are reported. */
export interface IncidentSink {
  report(incident: IncidentReport): void | Promise<void>
}
