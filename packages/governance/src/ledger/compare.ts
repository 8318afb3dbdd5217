import type { ActionClaim, ClaimVerdict } from './action-claim.ts'
import type { ProofRow } from './ledger-tables.ts'

/**
 * Checks a claim against the proof of the call it names. A claim without enough evidence counts as contradicted until it is
 * corrected: a missing or unresolved call supports nothing.
 */
export function compareClaim(claim: ActionClaim, proof: ProofRow | undefined): ClaimVerdict {
  if (!proof) return contradicted(`there is no call ${claim.callId} of this tenant`)
  if (proof.actor_id !== claim.actor.id || proof.actor_type !== claim.actor.type)
    return contradicted(`the call was made by ${proof.actor_type} ${proof.actor_id}`)
  const action = proof.actual_call ?? proof.intended_action
  if (action !== claim.action) return contradicted(`the call was ${action}`)
  const hash = proof.actual_hash ?? proof.arguments_hash
  if (claim.argumentsHash !== undefined && claim.argumentsHash !== hash) return contradicted('the call had other arguments')
  if (proof.resolved_at === null) return contradicted('the call has not ended: nothing is known of its outcome')
  return claim.outcome === 'done' ? compareDone(proof) : compareNotDone(proof)
}

function compareDone({ commit_state, status }: ProofRow): ClaimVerdict {
  if (commit_state === 'unknown') return contradicted('nobody knows whether the vendor acted')
  if (commit_state !== 'committed') return contradicted(`the vendor did not act: the call was ${commit_state}`)
  return status === 'verified'
    ? { status, reason: 'the call did what is claimed' }
    : { status, reason: 'the vendor acted, but not all of it is as it should be' }
}

function compareNotDone({ commit_state }: ProofRow): ClaimVerdict {
  if (commit_state === 'committed') return contradicted('the vendor acted')
  if (commit_state === 'unknown') return contradicted('the vendor may have acted')
  return { status: 'verified', reason: 'the vendor did not act' }
}

function contradicted(reason: string): ClaimVerdict {
  return { status: 'contradicted', reason }
}
