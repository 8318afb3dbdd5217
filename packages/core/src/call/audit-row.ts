import type { Receipt } from '../contract/receipt.ts'
import type { AuditRow } from '../ports/audit.ts'
import type { Call } from './call.ts'

/** What audit keeps of a call: everything but what the operation hides or leaves out. */
export function auditRowOf(call: Call, receipt: Receipt): AuditRow {
  const { binding, operation } = call
  return {
    id: receipt.auditId!,
    at: receipt.startedAt,
    tenantId: binding.tenantId,
    account: binding.account,
    actor: call.actor,
    connector: binding.connector.id,
    connectorVersion: binding.connector.version,
    operation: operation.name,
    classes: operation.classes,
    actionClass: receipt.actionClass,
    decidedBy: call.decidedBy,
    outcome: call.error ? 'failed' : call.replayed ? 'replayed' : 'succeeded',
    commitState: call.commitState,
    code: call.error?.code,
    entity: call.entity,
    // Input that did not validate may hold anything, a secret in the wrong field included.
    // Of any other, a text may hold what the connection proves itself with.
    input: call.error?.code === 'invalid_input' ? undefined : binding.redact(operation.audited(call.shownInput)),
    argumentsHash: call.argumentsHash,
    idempotencyKey: call.idempotencyKey,
    correlationId: call.correlationId,
    causationId: call.causationId,
    approvalId: call.approved?.request.id ?? call.standing?.approvalId ?? call.error?.approval?.id,
    originOverride: receipt.originOverride,
    vendorRequestId: call.vendorRequestId,
    attempts: call.attempts.length,
    durationMs: receipt.durationMs,
  }
}
