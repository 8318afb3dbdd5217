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
  /** Where nothing seals it, the result as JSON. */
  readonly data: string | null
  readonly receipt: string | null
  readonly finished_at: number | null
  /** `type:id`; null for a claim of before actors were told apart. */
  readonly actor: string | null
  /** Receipt and result; then neither stands in its own column. */
  readonly sealed: Uint8Array | null
}

/** A claim as it is read. */
export interface ReadClaim extends ClaimRow {
  /** By the clock that ends it, where that is not the reader's own. */
  readonly now?: number
}

export interface ClaimTables {
  readonly claims: ClaimRow
}
