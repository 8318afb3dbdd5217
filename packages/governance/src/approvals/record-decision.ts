import type { Actor, AuditRow, CoreEvent, IncidentReport } from '@portico/core'
import { actRow } from './act-row.ts'
import { instant, requestFacts } from './approval-row.ts'
import type { ApprovalRow } from './approval-tables.ts'
import type { ApprovalDeskOptions } from './desk-options.ts'

type Sinks = Pick<ApprovalDeskOptions, 'audit' | 'events' | 'incidents' | 'telemetry'>

/** Records a decision in audit, events, incidents and metrics. Rejects if any of them could not be told. */
export async function recordDecision(sinks: Sinks, row: ApprovalRow): Promise<void> {
  const decidedAt = row.decided_at!
  const by: Actor = { type: 'human', id: row.decided_by!, ...(row.decided_via !== null && { via: row.decided_via }) }
  const late = decidedAt > row.due_at
  const waitedMs = Math.max(0, decidedAt - row.requested_at)
  await sinks.audit.write(auditRow(row, by))
  if (late) await sinks.incidents?.report(incident(row, 'approval_late', 'was decided late', decidedAt))
  // Last: subscribers may act on it, and a decision that was not recorded does not hold.
  await sinks.events?.publish(
    approvalEvent(row, 'decided', decidedAt, { outcome: row.outcome, by: { type: by.type, id: by.id }, waitedMs, late }),
  )
  const classAndOutcome = { 'portico.approval_class': row.required_approval, 'portico.outcome': row.outcome! }
  sinks.telemetry?.measure?.('portico.approvals.decided', 1, { ...operationOf(row), ...classAndOutcome })
  sinks.telemetry?.measure?.('portico.approval.wait', waitedMs / 1_000, classAndOutcome)
}

/** Reports that nobody decided in time. */
export async function recordExpiry(sinks: Sinks, row: ApprovalRow): Promise<void> {
  await Promise.all([
    sinks.events?.publish(approvalEvent(row, 'expired', row.expires_at, { expiredAt: instant(row.expires_at) })),
    sinks.incidents?.report(incident(row, 'approval_expired', 'was not decided in time', row.expires_at)),
  ])
  sinks.telemetry?.measure?.('portico.approvals.decided', 1, {
    ...operationOf(row),
    'portico.approval_class': row.required_approval,
    'portico.outcome': 'expired',
  })
}

function operationOf({ connector, operation }: ApprovalRow) {
  return { 'portico.connector': connector, 'portico.operation': operation }
}

function auditRow(row: ApprovalRow, by: Actor): AuditRow {
  return actRow({
    tenantId: row.tenant_id,
    account: row.account,
    by,
    at: row.decided_at!,
    name: 'approvals.decide',
    approval: row.required_approval,
    entity: { type: 'approval', id: row.id },
    input: {
      outcome: row.outcome,
      call: `${row.connector}.${row.operation}`,
      requestedHash: row.arguments_hash,
      ...(row.decision_reason !== null && { reason: row.decision_reason }),
      ...(row.edited_shown_input !== null && { edited: JSON.parse(row.edited_shown_input) as unknown }),
    },
    argumentsHash: row.executed_hash ?? undefined,
    correlationId: row.correlation_id ?? undefined,
  })
}

function approvalEvent(
  row: ApprovalRow,
  name: 'decided' | 'expired',
  at: number,
  data: Readonly<Record<string, unknown>>,
): CoreEvent {
  const { classes, actor, correlationId } = requestFacts(row)
  return {
    // The same id when reported again. A decision lost before it took hold differs from the one that followed it.
    id: name === 'decided' ? `${row.id}.decided.${at}` : `${row.id}.expired`,
    type: `portico.approval.${name}`,
    time: instant(at),
    tenantId: row.tenant_id,
    subject: `approval/${row.id}`,
    correlationId,
    causationId: undefined,
    traceparent: undefined,
    actorType: name === 'decided' ? 'human' : actor.type,
    classes,
    data: { approvalId: row.id, connector: row.connector, operation: row.operation, requires: row.required_approval, ...data },
  }
}

function incident(row: ApprovalRow, kind: string, what: string, at: number): IncidentReport {
  const operation = `${row.connector}.${row.operation}`
  return {
    tenantId: row.tenant_id,
    source: 'approval',
    kind,
    subject: operation,
    // A late class-B approval is V2.
    severity: 'V2',
    title: `an approval of class ${row.required_approval} for ${operation} ${what}`,
    at: instant(at),
    correlationId: row.correlation_id ?? undefined,
    causationId: row.id,
  }
}
