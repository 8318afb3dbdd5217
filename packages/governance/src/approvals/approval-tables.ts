import type { ActorType, Approval } from '@portico/core'

/** A call that waits for a person, and its outcome. Times are epoch milliseconds. */
export interface ApprovalRow {
  readonly tenant_id: string
  readonly id: string
  readonly account: string
  readonly connector: string
  readonly connector_version: string
  readonly operation: string
  readonly actor_type: ActorType
  readonly actor_id: string
  readonly actor_via: string | null
  /** JSON. */
  readonly classes: string
  readonly required_approval: Exclude<Approval, 'A0'>
  readonly rule: string
  readonly reason: string
  /** Encrypted JSON of the arguments. */
  readonly input: Uint8Array
  /** JSON of the arguments as approvers see them. */
  readonly shown_input: string
  readonly arguments_hash: string
  readonly pin: string
  readonly idempotency_key: string
  readonly correlation_id: string | null
  /** While a request is open, others of the same intent share it. */
  readonly intent: string
  /** 1 until the decision is used, the request expires, or the decision turns out not to be recorded. */
  readonly open: number
  readonly requested_at: number
  readonly due_at: number
  readonly expires_at: number
  readonly outcome: 'approve' | 'edit' | 'reject' | null
  readonly decided_by: string | null
  readonly decided_via: string | null
  readonly decided_at: number | null
  readonly decision_reason: string | null
  /** Of an edit: the amended arguments, encrypted as `input` is. */
  readonly edited_input: Uint8Array | null
  readonly edited_shown_input: string | null
  /** Hash of the arguments that run: the request's own, or the edit's. */
  readonly executed_hash: string | null
  /** The token issued for the decision; no other is accepted. */
  readonly token_id: string | null
  /** When the decision's evidence was written; until then nobody is given its token. */
  readonly recorded_at: number | null
  readonly used_at: number | null
  /** When it was reported that nobody decided in time. */
  readonly expiry_told_at: number | null
}

export interface ApprovalTables {
  readonly approvals: ApprovalRow
}
