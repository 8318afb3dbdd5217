import type { Severity } from '@portico/core'

/** Something that somebody has to look at. */
export interface IncidentReport {
  readonly tenantId: string
  /** Such as `ledger_contradiction`, `connector_health`. */
  readonly kind: string
  readonly severity: Severity
  /** The same kind and key of a tenant is the same incident, however often it is reported. */
  readonly key: string
  /** A sentence for a person. No secret, and nothing of a call's arguments, is in it. */
  readonly summary: string
  readonly detail: Readonly<Record<string, string>>
  /** Epoch milliseconds. */
  readonly at: number
}

/** Where the areas of the store report what must not pass unseen. */
export interface IncidentSink {
  report(incident: IncidentReport): void | Promise<void>
}
