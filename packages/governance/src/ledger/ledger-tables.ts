import type { ActorType, CommitState, ProofStatus, Reversibility, SideEffect } from '@portico/core'

export interface ProofRow {
  readonly tenant_id: string
  readonly id: string
  readonly call_id: string
  readonly actor_type: ActorType
  readonly actor_id: string
  readonly intended_action: string
  readonly arguments_hash: string | null
  readonly side_effect: SideEffect
  readonly reversibility: Reversibility
  readonly correlation_id: string | null
  readonly traceparent: string | null
  readonly opened_at: number
  /** `unverified` until it is resolved. */
  readonly status: ProofStatus
  readonly actual_call: string | null
  readonly actual_hash: string | null
  readonly commit_state: CommitState | null
  /** JSON: the vendor's request id, the entity, the audit row. */
  readonly evidence: string | null
  readonly resolved_at: number | null
}

/** What an agent says it did. */
export interface ActionClaimRow {
  readonly tenant_id: string
  readonly id: string
  readonly call_id: string
  readonly actor_type: ActorType
  readonly actor_id: string
  readonly claimed_action: string
  readonly claimed_outcome: ClaimedOutcome
  readonly arguments_hash: string | null
  readonly claimed_at: number
  readonly status: ProofStatus
  readonly reason: string
}

export type ClaimedOutcome = 'done' | 'not_done'

export interface LedgerTables {
  readonly proofs: ProofRow
  readonly action_claims: ActionClaimRow
}
