import type { Proof, ProofResolution } from '@portico/core'
import type { Statement, Value } from '../store/statement.ts'

/** Parameters: `proofValues`. */
export const openProof: Statement = {
  name: 'ledger-open',
  sqlite: `insert into proofs (tenant_id, id, call_id, actor_type, actor_id, intended_action, arguments_hash, side_effect,
      reversibility, correlation_id, traceparent, opened_at, status)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'unverified')`,
  postgres: `insert into proofs (tenant_id, id, call_id, actor_type, actor_id, intended_action, arguments_hash, side_effect,
      reversibility, correlation_id, traceparent, opened_at, status)
    select *, 'unverified' from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
      $8::text[], $9::text[], $10::text[], $11::text[], $12::bigint[])`,
}

/**
 * Parameters: `resolutionValues`. What was done that was not intended contradicts, whatever its caller says. Returns what came of
 * it.
 */
export const resolveProof: Statement = {
  name: 'ledger-resolve',
  sqlite: `update proofs set actual_call = given.actual_call, actual_hash = given.actual_hash,
      commit_state = given.commit_state, evidence = given.evidence, resolved_at = given.resolved_at,
      status = case when proofs.intended_action <> given.actual_call or proofs.arguments_hash <> given.actual_hash
        then 'contradicted' else given.status end
    from (select ? as status, ? as actual_call, ? as actual_hash, ? as commit_state, ? as evidence, ? as resolved_at,
      ? as tenant_id, ? as call_id) as given
    where proofs.tenant_id = given.tenant_id and proofs.call_id = given.call_id and proofs.resolved_at is null
    returning tenant_id, call_id, intended_action, actual_call, reversibility, status`,
  postgres: `update proofs set actual_call = given.actual_call, actual_hash = given.actual_hash,
      commit_state = given.commit_state, evidence = given.evidence, resolved_at = given.resolved_at,
      status = case when proofs.intended_action <> given.actual_call or proofs.arguments_hash <> given.actual_hash
        then 'contradicted' else given.status end
    from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[], $8::text[])
      as given (status, actual_call, actual_hash, commit_state, evidence, resolved_at, tenant_id, call_id)
    where proofs.tenant_id = given.tenant_id and proofs.call_id = given.call_id and proofs.resolved_at is null
    returning proofs.tenant_id, proofs.call_id, intended_action, proofs.actual_call, reversibility, proofs.status`,
}

export function proofValues(proof: Proof): Value[] {
  const { actor, classes } = proof
  return [
    proof.tenantId,
    proof.id,
    proof.callId,
    actor.type,
    actor.id,
    proof.intendedAction,
    proof.argumentsHash ?? null,
    classes.sideEffect,
    classes.reversibility,
    proof.correlationId ?? null,
    proof.traceparent ?? null,
    proof.openedAt,
  ]
}

export function resolutionValues(resolution: ProofResolution): Value[] {
  const { vendorRequestId, entity, auditId } = resolution
  return [
    resolution.status,
    resolution.actualCall,
    resolution.argumentsHash ?? null,
    resolution.commitState,
    JSON.stringify({ vendorRequestId, entity, auditId }),
    resolution.resolvedAt,
    resolution.tenantId,
    resolution.callId,
  ]
}
