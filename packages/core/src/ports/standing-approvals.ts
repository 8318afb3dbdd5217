import type { Actor, Approval } from '../contract/classes.ts'
import type { ApprovalRequest } from './approvals.ts'

/** A call that needs a decision, before a person is asked. `id` identifies only this try. */
export interface StandingRequest extends ApprovalRequest {
  /** Tries with the same `use` take one share: the idempotency key, or the call's id if nothing stops a second start. */
  readonly use: string
  /**
   * When this try is certainly over, in epoch milliseconds; absent for a call without a claim. A share that has no claim by then
   * was never used: its process ended before the vendor was reached, or a person found that nothing was done.
   */
  readonly heldUntil?: number
}

/** A share of what a person approved in advance. */
export interface StandingGrant {
  /** The standing approval. */
  readonly approvalId: string
  readonly tenantId: string
  /** The share that was taken, the same for all tries of one use. */
  readonly shareId: string
  readonly by: Actor
  readonly approval: Approval
}

/** Decisions that people made in advance, within bounds. */
export interface StandingApprovals {
  /**
   * Takes the call's share of a standing approval that covers it, or returns undefined. Atomic: racing tries, even across
   * instances, never take more than was approved.
   */
  take(request: StandingRequest): StandingGrant | undefined | Promise<StandingGrant | undefined>
  /** Called once by every try. `returned`: it came to nothing; once that is true of all tries, the share is free again. */
  settle(grant: StandingGrant, outcome: 'acted' | 'unknown' | 'returned'): void | Promise<void>
}
