import { defineMetrics } from './metric-definition.ts'

// People take minutes to days to decide, and tasks run as long: 1 s, 10 s, 1 min, 5 min, 15 min, 1 h, 4 h, 8 h, 1 d, 3 d, in
// seconds.
const longBoundaries = [1, 10, 60, 300, 900, 3_600, 14_400, 28_800, 86_400, 259_200] as const

/** Decisions, evidence, and what comes in from vendors. */
export const governanceMetrics = defineMetrics({
  'portico.policy.decisions': {
    label: { en: 'Policy decisions', ar: 'قرارات السياسات' },
    kind: 'counter',
    definition: 'Decisions on whether a call may run: allowed, approval_required or denied.',
    unit: '{decision}',
    source: 'core, authorize',
    owner: 'Trust',
    attributes: ['portico.connector', 'portico.operation', 'portico.action_class', 'portico.decision'],
  },
  'portico.approvals.requested': {
    label: { en: 'Approvals requested', ar: 'الموافقات المطلوبة' },
    kind: 'counter',
    definition: 'Calls that were stored to wait for a human decision.',
    unit: '{approval}',
    source: 'core, authorize',
    owner: 'Trust',
    attributes: ['portico.connector', 'portico.operation', 'portico.approval_class'],
  },
  'portico.approvals.decided': {
    label: { en: 'Approvals decided', ar: 'الموافقات المحسومة' },
    kind: 'counter',
    definition: 'Waiting calls that a person decided (approve, edit, reject), and those that expired undecided.',
    unit: '{approval}',
    source: 'approvals',
    owner: 'Trust',
    attributes: ['portico.connector', 'portico.operation', 'portico.approval_class', 'portico.outcome'],
  },
  'portico.approval.wait': {
    label: { en: 'Approval wait', ar: 'انتظار الموافقة' },
    kind: 'histogram',
    definition: 'Time from the request for an approval to its decision.',
    unit: 's',
    source: 'approvals',
    owner: 'Trust',
    attributes: ['portico.approval_class', 'portico.outcome'],
    boundaries: longBoundaries,
  },
  'portico.ledger.proofs': {
    label: { en: 'Ledger proofs', ar: 'إثباتات السجل' },
    kind: 'counter',
    definition: 'Proofs that were resolved, by status: verified, partially_verified, unverified or contradicted.',
    unit: '{proof}',
    source: 'core, verify',
    owner: 'Trust',
    attributes: ['portico.connector', 'portico.operation', 'portico.proof_status'],
  },
  'portico.webhook.deliveries': {
    label: { en: 'Webhook deliveries', ar: 'إشعارات الويب الواردة' },
    kind: 'counter',
    definition: 'Webhook deliveries that came in, by outcome: received, challenge, or the code of the refusal.',
    unit: '{delivery}',
    source: 'core, webhooks',
    owner: 'Operations',
    attributes: ['portico.connector', 'portico.outcome'],
  },
  'portico.tasks': {
    label: { en: 'Tasks', ar: 'المهام الطويلة' },
    kind: 'counter',
    definition: 'Long-running operations that ended, by outcome: succeeded, failed, cancelled or timed_out.',
    unit: '{task}',
    source: 'core, jobs; mcp, tasks',
    owner: 'Operations',
    attributes: ['portico.connector', 'portico.operation', 'portico.outcome'],
  },
  'portico.task.duration': {
    label: { en: 'Task duration', ar: 'مدة المهمة الطويلة' },
    kind: 'histogram',
    definition: 'Time of a long-running operation from its start to its end.',
    unit: 's',
    source: 'core, jobs; mcp, tasks',
    owner: 'Operations',
    attributes: ['portico.connector', 'portico.operation', 'portico.outcome'],
    boundaries: longBoundaries,
  },
  'portico.task.sla_misses': {
    label: { en: 'Late tasks', ar: 'المهام المتأخرة' },
    kind: 'counter',
    definition: 'Long-running operations that did not end within the time that their connector states.',
    unit: '{task}',
    source: 'core, jobs; mcp, tasks',
    owner: 'Operations',
    attributes: ['portico.connector', 'portico.operation'],
  },
})
