import type { EventData, EventInput, EventType } from '../src/index.ts'

const call = { connector: 'github', operation: 'createIssue', commitState: 'committed', replayed: false } as const
const asked = { approvalId: 'a1', connector: 'stripe', operation: 'createRefund', requires: 'A2' } as const
const run = { sync: 'issues', runId: 'r1', connector: 'github', destination: 'duckdb' }
const incident = { incidentId: 'i1', kind: 'connector_health', severity: 'V2' } as const
const by = { type: 'human', id: 'lina' } as const

/** The data of one event of each type; the compiler asks for the missing ones. */
const sampleData: { readonly [Type in EventType]: EventData<Type> } = {
  'portico.call.finished': { ...call, code: 'timeout', severity: 'V1' },
  'portico.call.contract_violated': { ...call, code: 'contract_violation', severity: 'V2', issues: ['id'] },
  'portico.approval.requested': { ...asked, expiresAt: '2026-11-24T10:00:00Z' },
  'portico.approval.decided': { ...asked, outcome: 'edit', by, waitedMs: 60_000, late: false },
  'portico.approval.expired': { ...asked, expiredAt: '2026-11-24T10:00:00+03:00' },
  'portico.webhook.received': { connector: 'github', deliveryId: 'd1', vendorTypes: ['issues.opened'], verifiedWith: 'current' },
  'portico.webhook.refused': { connector: 'github', code: 'forged', status: 401 },
  'portico.sync.started': { ...run, streams: ['issues'] },
  'portico.sync.checkpointed': { ...run, stream: 'issues', records: 100 },
  'portico.sync.finished': { ...run, records: 100, durationMs: 2_000 },
  'portico.sync.failed': { ...run, code: 'unavailable', severity: 'V1', records: 0, durationMs: 10 },
  'portico.quality.evaluated': {
    checkpoint: 'issues',
    dataset: 'github.issues',
    runId: 'r1',
    success: false,
    evaluated: 3,
    failed: 1,
    severity: 'V2',
  },
  'portico.incident.opened': { ...incident, title: 'GitHub is down', occurrences: 1 },
  'portico.incident.mitigated': { ...incident, by },
  'portico.incident.excepted': { ...incident, by, reason: 'known', until: '2026-12-01T00:00:00Z' },
  'portico.incident.closed': { ...incident, by },
}

/** An event's input with that data. */
export function sample<const Type extends EventType>(type: Type): EventInput<Type> {
  return {
    id: 'e1',
    type,
    time: '2026-11-24T08:05:00.123Z',
    tenantId: 'acme',
    subject: 'issue/42',
    actorType: 'executor_system',
    classes: { approval: 'A0', reversibility: 'R0', sensitivity: 'S1' },
    data: sampleData[type],
  }
}
