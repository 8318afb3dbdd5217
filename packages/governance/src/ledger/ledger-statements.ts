import type { Proof, ProofResolution } from '@portico/core'
import type { Statement, Value } from '../store/statement.ts'

const proofRow = `(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'unverified')`

/** Parameters: `proofValues`. */
export const openProof: Statement = {
  name: 'ledger-open',
  row: proofRow,
  sqlite: `insert into proofs (tenant_id, id, call_id, actor_type, actor_id, intended_action, arguments_hash, side_effect,
      reversibility, correlation_id, traceparent, opened_at, status)
    values ${proofRow}`,
  postgres: `insert into proofs (tenant_id, id, call_id, actor_type, actor_id, intended_action, arguments_hash, side_effect,
      reversibility, correlation_id, traceparent, opened_at, status)
    select *, 'unverified' from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
      $8::text[], $9::text[], $10::text[], $11::text[], $12::bigint[])`,
}

/** Parameters: `resolutionValues`. An unintended action is a contradiction, whatever its caller says. Returns the outcome. */
export const resolveProof: Statement = {
  name: 'ledger-resolve',
  // Not `update … from`, for which SQLite builds a temporary table: call and hash are passed twice, to store and to compare.
  sqlite: `update proofs set actual_call = ?, actual_hash = ?, commit_state = ?, evidence = ?, resolved_at = ?,
      status = case when intended_action <> ? or arguments_hash <> ? then 'contradicted' else ? end
    where tenant_id = ? and call_id = ? and resolved_at is null
    returning tenant_id, call_id, intended_action, actual_call, reversibility, status`,
  postgres: `update proofs set actual_call = given.actual_call, actual_hash = given.actual_hash,
      commit_state = given.commit_state, evidence = given.evidence, resolved_at = given.resolved_at,
      status = case when proofs.intended_action <> given.done or proofs.arguments_hash <> given.hash
        then 'contradicted' else given.status end
    from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::text[], $8::text[], $9::text[],
      $10::text[])
      as given (actual_call, actual_hash, commit_state, evidence, resolved_at, done, hash, status, tenant_id, call_id)
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
  const { vendorRequestId, entity, auditId, actualCall, argumentsHash = null } = resolution
  return [
    actualCall,
    argumentsHash,
    resolution.commitState,
    JSON.stringify({ vendorRequestId, entity, auditId }),
    resolution.resolvedAt,
    actualCall,
    argumentsHash,
    resolution.status,
    resolution.tenantId,
    resolution.callId,
  ]
}
