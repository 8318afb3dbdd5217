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
  readonly data: string | null
  readonly receipt: string | null
  readonly finished_at: number | null
  /** `type:id`; null for a claim of before actors were told apart. */
  readonly actor: string | null
}

export interface ClaimTables {
  readonly claims: ClaimRow
}
