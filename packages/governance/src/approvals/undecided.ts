import type { ApprovalRow } from './approval-tables.ts'

/** A decision counts once its evidence is written. Until then, or if its process dies first, the request still waits. */
export function isDecided({ outcome, recorded_at }: Pick<ApprovalRow, 'outcome' | 'recorded_at'>): boolean {
  return outcome !== null && recorded_at !== null
}

/** The decision columns of an `approvals` row before there is a decision. */
export const undecided = {
  outcome: null,
  decided_by: null,
  decided_via: null,
  decided_at: null,
  decision_reason: null,
  edited_input: null,
  edited_shown_input: null,
  executed_hash: null,
  token_id: null,
} as const
