import type { ActorType, IncidentSource, Severity } from '@portico/core'
import type { IncidentChangeKind, IncidentState } from './incident.ts'

export interface IncidentRow {
  readonly tenant_id: string
  readonly id: string
  readonly source: IncidentSource
  readonly kind: string
  readonly subject: string
  readonly severity: Severity
  readonly title: string
  readonly state: IncidentState
  readonly occurrences: number
  readonly first_at: number
  readonly last_at: number
  readonly correlation_id: string | null
  readonly causation_id: string | null
  readonly excepted_until: number | null
  readonly revision: number
  readonly news: number
}

export interface IncidentChangeRow {
  readonly tenant_id: string
  readonly incident_id: string
  readonly revision: number
  readonly change: IncidentChangeKind
  readonly by_type: ActorType
  readonly by_id: string
  readonly reason: string
  readonly until: number | null
  readonly at: number
}

export interface IncidentTables {
  readonly incidents: IncidentRow
  readonly incident_changes: IncidentChangeRow
}
