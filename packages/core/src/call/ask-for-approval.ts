import { randomUUID } from 'node:crypto'
import type { ConnectorError } from '../error/connector-error.ts'
import type { ApprovalRequest, AskedApproval } from '../ports/approvals.ts'
import type { Call } from './call.ts'
import type { Verdict } from './judge.ts'

/** Stores the call for a person to decide on, and ends it. */
export async function askForApproval(call: Call, verdict: Verdict, request: ApprovalRequest): Promise<never> {
  const asked = await call.binding.store.approvals.request(request)
  if (asked.state === 'requested') {
    call.asked = asked.request
    call.binding.measure('portico.approvals.requested', 1, call, { 'portico.approval_class': verdict.requires })
  }
  throw stopped(call, verdict, asked)
}

/** What a person is asked: the call, and why it needs a decision. */
export function approvalRequest(call: Call, verdict: Verdict, argumentsHash: string): ApprovalRequest {
  const { binding, operation } = call
  const now = binding.clock.now()
  return {
    id: randomUUID(),
    tenantId: binding.tenantId,
    account: binding.account,
    actor: call.actor,
    connector: binding.connector.id,
    connectorVersion: binding.connector.version,
    operation: operation.name,
    classes: operation.classes,
    requiredApproval: verdict.requires,
    rule: verdict.decidedBy,
    reason: verdict.reason,
    input: call.input,
    redactedInput: binding.redact(call.shownInput),
    argumentsHash,
    pin: operation.pin(),
    // A read gets no key of its own; a caller's key identifies the read that was already asked about.
    idempotencyKey: call.idempotencyKey ?? call.options.idempotencyKey ?? call.id,
    correlationId: call.correlationId,
    requestedAt: new Date(now).toISOString(),
    expiresAt: new Date(now + binding.tune.approvalExpiryMs).toISOString(),
  }
}

function stopped(call: Call, verdict: Verdict, asked: AskedApproval): ConnectorError {
  const { id, requiredApproval, expiresAt } = asked.request
  const approval = { id, requires: requiredApproval, expiresAt }
  if (asked.state !== 'decided') {
    const message = `${verdict.reason}: approval ${id} waits for a decision until ${expiresAt}`
    return call.fail({ code: 'approval_required', message, approval })
  }
  const { decision } = asked
  if (decision.outcome === 'reject') {
    return call.fail({ code: 'approval_rejected', message: `${decision.by.id} rejected it: ${decision.reason}`, approval })
  }
  const message = `${verdict.reason}: approval ${id} was decided by ${decision.by.id}: resume it until ${expiresAt}`
  return call.fail({ code: 'approval_required', message, approval })
}
