import type { IncidentSink } from '@portico/core'
import type { WaitingEvent } from './outbox.ts'

interface Told {
  readonly kind: string
  readonly subject: string
  readonly title: string
}

/** A person should know about an event that nobody received. */
export async function reportDeadLetter(incidents: IncidentSink | undefined, event: WaitingEvent, now: number): Promise<void> {
  const { sink, type } = event
  const title = `${type}: an event could not be delivered to ${sink}, and is now a dead letter`
  await report(incidents, event, { kind: 'event_undeliverable', subject: `${sink}/${type}`, title }, now)
}

/** A sink that takes no events for long, whatever the reason: they are kept, but nobody receives them. */
export async function reportLongWait(incidents: IncidentSink | undefined, event: WaitingEvent, now: number): Promise<void> {
  const { sink } = event
  const title = `${sink}: events have been waiting for more than a quarter of an hour`
  await report(incidents, event, { kind: 'sink_unavailable', subject: sink, title }, now)
}

async function report(
  incidents: IncidentSink | undefined,
  { tenantId, type, eventId }: WaitingEvent,
  told: Told,
  now: number,
): Promise<void> {
  // An incident about an incident's event would create the next one.
  if (type.startsWith('portico.incident.')) return
  await incidents?.report({
    tenantId,
    source: 'workflow',
    severity: 'V1',
    ...told,
    at: new Date(now).toISOString(),
    causationId: eventId,
  })
}
