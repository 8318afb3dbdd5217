import type { IncidentSink } from '@portico/core'
import type { WaitingEvent } from './outbox.ts'

/** An event that nobody got is something that a person should know of. */
export async function reportDeadLetter(
  incidents: IncidentSink | undefined,
  { tenantId, sink, type, eventId }: WaitingEvent,
  now: number,
): Promise<void> {
  // An incident about an incident's own event would make the next one.
  if (type.startsWith('portico.incident.')) return
  await incidents?.report({
    tenantId,
    source: 'workflow',
    kind: 'event_undeliverable',
    subject: `${sink}/${type}`,
    severity: 'V1',
    title: `${type}: an event could not be delivered to ${sink}, and is among the dead letters`,
    at: new Date(now).toISOString(),
    causationId: eventId,
  })
}
