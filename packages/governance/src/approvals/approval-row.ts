import { type Actor, type ApprovalDecision, type ApprovalRequest, canonicalHash, type Classes } from '@portico/core'
import type { ApprovalRow } from './approval-tables.ts'

/** A request without its arguments. */
export type RequestFacts = Omit<ApprovalRequest, 'input'>

/** The request without its arguments, as it was stored. */
export function requestFacts(row: ApprovalRow): RequestFacts {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    account: row.account,
    actor: actorOf(row),
    connector: row.connector,
    connectorVersion: row.connector_version,
    operation: row.operation,
    classes: JSON.parse(row.classes) as Classes,
    requiredApproval: row.required_approval,
    rule: row.rule,
    reason: row.reason,
    redactedInput: JSON.parse(row.shown_input) as unknown,
    argumentsHash: row.arguments_hash,
    pin: row.pin,
    idempotencyKey: row.idempotency_key,
    correlationId: row.correlation_id ?? undefined,
    requestedAt: instant(row.requested_at),
    expiresAt: instant(row.expires_at),
  }
}

/** The decision of a decided row; `edited` holds the amended arguments of an edit. */
export function decisionOf(row: ApprovalRow, edited: unknown): ApprovalDecision {
  const by: Actor = { type: 'human', id: row.decided_by!, ...(row.decided_via !== null && { via: row.decided_via }) }
  const at = instant(row.decided_at!)
  switch (row.outcome) {
    case 'reject':
      return { outcome: 'reject', by, at, reason: row.decision_reason! }
    case 'edit':
      return { outcome: 'edit', by, at, input: edited }
    default:
      return { outcome: 'approve', by, at }
  }
}

function actorOf({ actor_type, actor_id, actor_via }: ApprovalRow): Actor {
  return { type: actor_type, id: actor_id, ...(actor_via !== null && { via: actor_via }) }
}

/** Equal for requests for the same call. */
export function intentOf(request: ApprovalRequest): string {
  const { account, actor, connector, connectorVersion, operation, argumentsHash, pin, idempotencyKey, requiredApproval } = request
  const who = [actor.type, actor.id]
  return canonicalHash([
    account,
    who,
    connector,
    connectorVersion,
    operation,
    argumentsHash,
    pin,
    idempotencyKey,
    requiredApproval,
  ])
}

export function instant(epochMs: number): string {
  return new Date(epochMs).toISOString()
}
