import type { ActorType, Approval } from '@portico/core'

/** What a person approved in advance. Times are epoch milliseconds. */
export interface StandingApprovalRow {
  readonly tenant_id: string
  readonly id: string
  readonly account: string
  readonly connector: string
  readonly operation: string
  readonly pin: string
  readonly actor_type: ActorType
  readonly actor_id: string
  /** Covers calls that need this class or a lower one. */
  readonly approval: Exclude<Approval, 'A0'>
  /** JSON. */
  readonly bounds: string
  readonly sum_path: string | null
  readonly sum_max: number | null
  readonly sum_used: number
  readonly count_max: number
  readonly count_used: number
  readonly reason: string
  readonly created_by: string
  readonly created_via: string | null
  readonly created_at: number
  readonly expires_at: number
  readonly revoked_by: string | null
  readonly revoked_at: number | null
  readonly revoked_reason: string | null
}

/** One call's share. */
export interface StandingUseRow {
  readonly tenant_id: string
  readonly id: string
  readonly standing_id: string
  readonly account: string
  readonly connector: string
  readonly operation: string
  /** The idempotency key, or the call's id if nothing prevents a second start. */
  readonly use_key: string
  readonly arguments_hash: string
  readonly amount: number
  /** `held` while attempts are under way; `unknown` and `acted` are never returned. */
  readonly state: 'held' | 'unknown' | 'acted'
  /** Attempts under way. One that crashed stays counted. */
  readonly holders: number
  readonly taken_at: number
  /** When all its attempts are certainly over; null if no claim records their outcome, in which case the share is kept. */
  readonly held_until: number | null
}

export interface StandingTables {
  readonly standing_approvals: StandingApprovalRow
  readonly standing_uses: StandingUseRow
}
