import { covers } from '../decision/decide.ts'
import type { ApprovalRequest } from '../ports/approvals.ts'
import type { Call } from './call.ts'
import { graceMs } from './claim.ts'

/** Whether a person approved the call in advance; if so, the call holds its share from here on. */
export async function takeStanding(call: Call, request: ApprovalRequest): Promise<boolean> {
  const { store } = call.binding
  const use = call.operation.claims ? { use: request.idempotencyKey, heldUntil: call.deadline + graceMs } : { use: call.id }
  const grant = await store.standing!.take({ ...request, ...use })
  if (!grant) return false
  call.standing = grant
  call.decidedBy = 'approval.standing'
  // Core enforces these three rules itself, whatever store keeps the grants.
  const holds = grant.by.type === 'human' && grant.by.id !== call.actor.id && covers(grant.approval, request.requiredApproval)
  if (!holds) {
    const message = `the standing approval ${grant.approvalId} does not cover this call`
    throw call.fail({ code: 'approval_invalid', message })
  }
  return true
}

/** Keeps the share of a call that acted or may have acted, and returns it for a call that came to nothing. */
export function settleStanding(call: Call): void | Promise<void> {
  if (!call.standing) return
  return call.binding.store.standing!.settle(call.standing, outcomeOf(call))
}

function outcomeOf({ replayed, commitState }: Call): 'acted' | 'unknown' | 'returned' {
  if (replayed) return 'returned'
  return commitState === 'committed' ? 'acted' : commitState === 'unknown' ? 'unknown' : 'returned'
}
