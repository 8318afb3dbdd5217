import type { Receipt } from '../contract/receipt.ts'
import type { AuditRow } from '../ports/audit.ts'
import type { Call } from './call.ts'

/** What audit keeps of a call: everything except what the operation redacts or omits. */
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
    // Input that failed validation may hold anything, including a secret in the wrong field.
    // In any other input, a text may contain the connection's credentials.
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
