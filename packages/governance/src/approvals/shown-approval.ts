import type { Actor, ApprovalDecision } from '@portico/core'
import { decisionOf, instant, requestFacts, type RequestFacts } from './approval-row.ts'
import type { ApprovalRow } from './approval-tables.ts'
import { isDecided } from './undecided.ts'

/** `approved`, `edited`: decided but not run yet. `used`: its call was resumed. */
export type ApprovalState = 'pending' | 'approved' | 'edited' | 'rejected' | 'used' | 'expired'

/** An approval as approvers see it: fields hidden from audit are hidden here too. */
export interface ShownApproval extends RequestFacts {
  readonly state: ApprovalState
  /** Deadline for the decision. */
  readonly dueAt: string
  /** On a pending request: it is being recorded, or its process died while recording it. */
  readonly decision:
    | {
        readonly outcome: ApprovalDecision['outcome']
        readonly by: Actor
        readonly at: string
        readonly late: boolean
        readonly reason?: string
        /** Of an edit: what runs instead. */
        readonly redactedInput?: unknown
      }
    | undefined
}

export function shownApproval(row: ApprovalRow, now: number): ShownApproval {
  return { ...requestFacts(row), state: stateOf(row, now), dueAt: instant(row.due_at), decision: shownDecision(row) }
}

export function stateOf(row: ApprovalRow, now: number): ApprovalState {
  const decided = isDecided(row)
  if (decided && row.outcome === 'reject') return 'rejected'
  if (row.used_at !== null) return 'used'
  // A decision that could not be recorded is closed, and counts as none.
  if (now >= row.expires_at || row.open === 0) return 'expired'
  return !decided ? 'pending' : row.outcome === 'edit' ? 'edited' : 'approved'
}

function shownDecision(row: ApprovalRow): ShownApproval['decision'] {
  if (row.outcome === null) return undefined
  const { outcome, by, at } = decisionOf(row, undefined)
  return {
    outcome,
    by,
    at,
    late: row.decided_at! > row.due_at,
    ...(row.decision_reason !== null && { reason: row.decision_reason }),
    ...(row.edited_shown_input !== null && { redactedInput: JSON.parse(row.edited_shown_input) as unknown }),
  }
}
