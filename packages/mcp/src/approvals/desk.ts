import type { Actor, Approvals, MemoryApprovals } from '@portico/core'

/** What a person decided, without who and when. */
export type GivenDecision =
  | { readonly outcome: 'approve' }
  | { readonly outcome: 'edit'; readonly input: unknown }
  | { readonly outcome: 'reject'; readonly reason: string }

/** Where the decision of a person at a client is written down. `approvalDesk` of the governance package is one. */
export interface Desk {
  /** Throws where the decision can't be taken: unknown, expired, decided before, or not this person's to take. */
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
