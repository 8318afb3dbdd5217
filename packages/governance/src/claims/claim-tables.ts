import type { CommitState } from '@portico/core'

export interface ClaimRow {
  readonly tenant_id: string
  readonly account: string
  readonly connector: string
  readonly operation: string
  readonly key: string
  readonly arguments_hash: string
  readonly requested_hash: string
  /** The call that holds it, or held it last. */
  readonly claimant: string
  readonly state: 'held' | 'finished' | 'abandoned'
  /** Epoch milliseconds, as all times here. */
  readonly first_at: number
  readonly deadline: number
  readonly commit_state: CommitState | null
  /** The result as JSON, if nothing seals it. */
  readonly data: string | null
  readonly receipt: string | null
  readonly finished_at: number | null
  /** `type:id`; null for claims from before actors were recorded. */
  readonly actor: string | null
  /** Receipt and result; their own columns are then empty. */
  readonly sealed: Uint8Array | null
}

/** A claim as it is read. */
export interface ReadClaim extends ClaimRow {
  /** The time by the clock that expires it, if that is not the reader's own. */
  readonly now?: number
}

export interface ClaimTables {
  readonly claims: ClaimRow
}
