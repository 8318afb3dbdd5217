import { createEvent, type PorticoEvent } from '@portico/events'

/** An event of a finished call about one entity. */
export function callFinished(id: string, more: { tenantId?: string; subject?: string } = {}): PorticoEvent {
  return createEvent({
    id,
    type: 'portico.call.finished',
    time: '2026-11-24T08:05:00.123Z',
    tenantId: more.tenantId ?? 'acme',
    subject: more.subject ?? 'issue/مطبعة 42%',
    actorType: 'executor_system',
    classes: { approval: 'A0', reversibility: 'R0', sensitivity: 'S1' },
    data: { connector: 'github', operation: 'createIssue', commitState: 'committed', replayed: false },
  })
}
