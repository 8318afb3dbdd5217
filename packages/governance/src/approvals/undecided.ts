import type { ApprovalRow } from './approval-tables.ts'

/** A decision counts once its evidence is written. Until then, and where its process ended before that, the request waits. */
export function isDecided({ outcome, recorded_at }: Pick<ApprovalRow, 'outcome' | 'recorded_at'>): boolean {
  return outcome !== null && recorded_at !== null
}

/** What a row of `approvals` holds of a decision before there is one. */
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
