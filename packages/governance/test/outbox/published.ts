import type { EventInput } from '@portico/events'

/** A call's event about that entity. */
export function published(id: string, more: { tenantId?: string; subject?: string } = {}): EventInput {
  return {
    id,
    type: 'portico.call.finished',
    time: '2026-11-24T08:05:00.123Z',
    tenantId: more.tenantId ?? 'acme',
    subject: more.subject ?? 'issue/42',
    actorType: 'executor_system',
    classes: { approval: 'A0', reversibility: 'R0', sensitivity: 'S1' },
    data: { connector: 'github', operation: 'createIssue', commitState: 'committed', replayed: false },
  }
}
