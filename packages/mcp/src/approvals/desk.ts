import type { Actor, Approvals, MemoryApprovals } from '@portico/core'

/** A person's decision, without who and when. */
export type GivenDecision =
  | { readonly outcome: 'approve' }
  | { readonly outcome: 'edit'; readonly input: unknown }
  | { readonly outcome: 'reject'; readonly reason: string }

/** Records the decision of a person at a client. `approvalDesk` of the governance package is one. */
export interface Desk {
  /** Throws if the decision cannot be taken: unknown, expired, already decided, or not this person's to take. */
  decide(
    approval: { readonly tenantId: string; readonly id: string; readonly by: Actor & { readonly type: 'human' } },
    decision: GivenDecision,
  ): Promise<unknown>
}

/** The desk of core's memory approvals; undefined for approvals that are decided elsewhere. */
export function memoryDesk(approvals: Approvals, now: () => number): Desk | undefined {
  if (!('pending' in approvals) || !('decide' in approvals)) return undefined
  const memory = approvals as MemoryApprovals
  return {
    decide: async ({ id, by }, decision) => memory.decide(id, { ...decision, by, at: new Date(now()).toISOString() }),
  }
}
