import type { Actor } from '@portico/core'
import { type EventInput, eventId } from '@portico/events'
import type { IncidentChangeKind } from './incident.ts'
import type { IncidentRow } from './incident-tables.ts'

const system = { type: 'executor_system', id: 'portico' } as const

/** The event for an incident that was opened or recurred. Its id stays the same however often this is published. */
export function openedEvent(row: IncidentRow): EventInput<'portico.incident.opened'> {
  const type = 'portico.incident.opened'
  const { id: incidentId, kind, severity, title, occurrences } = row
  return {
    ...envelope(row, row.last_at, system),
    id: eventId(type, row.tenant_id, incidentId, String(occurrences)),
    type,
    data: { incidentId, kind, severity, title, occurrences },
  }
}

export interface ToldChange {
  readonly change: IncidentChangeKind
  readonly by: Actor
  readonly reason: string
  readonly until: number | undefined
  readonly at: number
}

export function changedEvent(row: IncidentRow, { change, by, reason, until, at }: ToldChange): EventInput {
  const { id: incidentId, kind, severity } = row
  const id = eventId(`portico.incident.${change}`, row.tenant_id, incidentId, String(row.revision))
  const data = { incidentId, kind, severity, by: { type: by.type, id: by.id } }
  if (change !== 'excepted') return { ...envelope(row, at, by), id, type: `portico.incident.${change}`, data }
  const excepted: EventInput<'portico.incident.excepted'> = {
    ...envelope(row, at, by),
    id,
    type: 'portico.incident.excepted',
    data: { ...data, reason: reason.slice(0, 1_000), until: new Date(until!).toISOString() },
  }
  return excepted
}

function envelope(row: IncidentRow, at: number, by: Actor) {
  return {
    time: new Date(at).toISOString(),
    tenantId: row.tenant_id,
    subject: `incident/${row.id}`,
    correlationId: row.correlation_id ?? undefined,
    causationId: row.causation_id ?? undefined,
    actorType: by.type,
    classes: { approval: 'A0', reversibility: 'R0', sensitivity: 'S1' },
  } as const
}
