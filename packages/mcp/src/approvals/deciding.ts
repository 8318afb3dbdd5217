import type { ApprovalDecision, Approvals } from '@portico/core'

/** Approvals that a person's decision can be written to: the memory store's and the SQL store's. */
export interface Deciding extends Approvals {
  /** Records a decision and gives the token that runs it, once. Throws for one that is unknown, expired or decided before. */
  decide(id: string, decision: ApprovalDecision): string | Promise<string>
}

export function canDecide(approvals: Approvals): approvals is Deciding {
  return typeof (approvals as Partial<Deciding>).decide === 'function'
}
