import type { Actor } from '@portico/core'
import type { SqlStore } from '../store/open-store.ts'
import { amendedInput } from './amended-input.ts'
import { ApprovalError } from './approval-error.ts'
import { instant, requestFacts } from './approval-row.ts'
import type { ApprovalRow } from './approval-tables.ts'
import { checkApprover } from './approvers.ts'
import type { ApprovalDeskOptions } from './desk-options.ts'
import { findApproval } from './find-approval.ts'
import { checkUnchanged, knownOperation } from './known-operation.ts'
import { recordDecision } from './record-decision.ts'
import { type ShownApproval, shownApproval, stateOf } from './shown-approval.ts'
import type { NewDecision } from './write-decision.ts'

/** What a person decides. */
export type GivenDecision =
  | { readonly outcome: 'approve' }
  /** `input` is the whole amended input. */
  | { readonly outcome: 'edit'; readonly input: unknown }
  | { readonly outcome: 'reject'; readonly reason: string }

export interface DecidedApproval {
  readonly approval: ShownApproval
  /** Runs the call once: `client.op.resume(token)`. Absent after a rejection, which leaves nothing to run. */
  readonly token: string | undefined
}

const longestReason = 1_000

/** Decides a waiting call. Unless its evidence is written, the decision does not hold and no token is issued. */
export async function decideApproval(
  { db, approvals }: Pick<SqlStore, 'db' | 'approvals'>,
  options: ApprovalDeskOptions & { readonly now: () => number },
  { tenantId, id, by }: { readonly tenantId: string; readonly id: string; readonly by: Actor },
  decision: GivenDecision,
): Promise<DecidedApproval> {
  let row = await findApproval(db, tenantId, id)
  if (row && row.outcome !== null && (await approvals.reopen(row))) row = await findApproval(db, tenantId, id)
  if (!row) throw new ApprovalError('unknown', `there is no approval ${id} in ${tenantId}`)
  checkPending(row, options.now())
  await checkApprover(options.approvers, by, { tenantId, asked: row.actor_id, needed: row.required_approval })
  const decided = await approvals.decide({ row, by, made: checkedDecision(options, row, decision) })
  if (!decided) throw new ApprovalError('not_pending', `approval ${id} was decided by somebody else in the meantime`)
  try {
    await recordDecision(options, decided)
  } catch (error) {
    await approvals.withdraw(decided)
    const problem = `the decision on ${id} could not be recorded, so it does not hold`
    throw new ApprovalError('unrecorded', `${problem}: request the call again`, error)
  }
  const { token, row: confirmed } = await approvals.confirm(decided)
  return { approval: shownApproval(confirmed, options.now()), token }
}

function checkPending(row: ApprovalRow, now: number): void {
  if (row.outcome === null && stateOf(row, now) === 'pending') return
  const what =
    row.outcome === null ? `expired at ${instant(row.expires_at)}` : `was decided by ${row.decided_by} (${row.outcome})`
  throw new ApprovalError('not_pending', `approval ${row.id} ${what}`)
}

function checkedDecision({ connectors }: ApprovalDeskOptions, row: ApprovalRow, decision: GivenDecision): NewDecision['made'] {
  if (decision.outcome === 'reject') {
    const reason = decision.reason.trim()
    if (reason !== '' && reason.length <= longestReason) return { outcome: 'reject', reason }
    throw new ApprovalError('invalid_input', `a rejection needs a reason of 1 to ${longestReason} characters`)
  }
  checkUnchanged(connectors, requestFacts(row))
  if (decision.outcome === 'approve') return { outcome: 'approve' }
  return { outcome: 'edit', amended: amendedInput(knownOperation(connectors, row), decision.input) }
}
