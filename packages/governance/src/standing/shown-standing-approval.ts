import type { Actor, Approval } from '@portico/core'
import { instant } from '../approvals/approval-row.ts'
import type { Bounds } from './bounds.ts'
import type { StandingApprovalRow } from './standing-tables.ts'
import type { SumBound } from './sum.ts'

export type StandingState = 'active' | 'used_up' | 'expired' | 'revoked'

export interface ShownStandingApproval {
  readonly id: string
  readonly tenantId: string
  readonly account: string
  readonly connector: string
  readonly operation: string
  readonly pin: string
  /** The caller it covers. */
  readonly actor: Actor
  readonly approval: Approval
  readonly bounds: Bounds
  readonly sum: (SumBound & { readonly used: number }) | undefined
  readonly count: { readonly max: number; readonly used: number }
  readonly reason: string
  readonly by: string
  readonly createdAt: string
  readonly expiresAt: string
  readonly revoked: { readonly by: string; readonly at: string; readonly reason: string } | undefined
  readonly state: StandingState
}

export function shownStandingApproval(row: StandingApprovalRow, now: number): ShownStandingApproval {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    account: row.account,
    connector: row.connector,
    operation: row.operation,
    pin: row.pin,
    actor: { type: row.actor_type, id: row.actor_id },
    approval: row.approval,
    bounds: JSON.parse(row.bounds) as Bounds,
    sum: row.sum_path === null ? undefined : { path: row.sum_path, max: row.sum_max!, used: row.sum_used },
    count: { max: row.count_max, used: row.count_used },
    reason: row.reason,
    by: row.created_by,
    createdAt: instant(row.created_at),
    expiresAt: instant(row.expires_at),
    revoked:
      row.revoked_at === null ? undefined : { by: row.revoked_by!, at: instant(row.revoked_at), reason: row.revoked_reason! },
    state: stateOf(row, now),
  }
}

function stateOf(row: StandingApprovalRow, now: number): StandingState {
  if (row.revoked_at !== null) return 'revoked'
  if (now >= row.expires_at) return 'expired'
  return row.count_used >= row.count_max || (row.sum_max !== null && row.sum_used >= row.sum_max) ? 'used_up' : 'active'
}
