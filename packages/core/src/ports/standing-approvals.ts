import type { Actor, Approval } from '../contract/classes.ts'
import type { ApprovalRequest } from './approvals.ts'

/** A call that needs a decision, before a person is asked for it. `id` is of this try alone. */
export interface StandingRequest extends ApprovalRequest {
  /** Tries of one use are one call, which takes one share: the idempotency key, or the call's id where nothing stops a second start. */
  readonly use: string
  /**
   * When this try is over for certain, in epoch milliseconds; absent for a call without a claim. A share that no claim speaks of then was
   * never used: its process ended before the vendor was reached, or a person found that nothing was done.
   */
  readonly heldUntil?: number
}

/** A share of what a person approved in advance. */
export interface StandingGrant {
  /** The standing approval. */
  readonly approvalId: string
  readonly tenantId: string
  /** The share that was taken: of all tries of one use it is the same. */
  readonly shareId: string
  readonly by: Actor
  readonly approval: Approval
}

/** Decisions that a person made in advance, within bounds. */
export interface StandingApprovals {
  /**
   * Takes the call's share of a standing approval that covers it, or gives undefined. Atomic: tries that race, also of several
   * instances, never take more than was approved.
   */
  take(request: StandingRequest): StandingGrant | undefined | Promise<StandingGrant | undefined>
  /** Told once by every try. `returned`: it came to nothing; where that is true of all of them, the share is free again. */
  settle(grant: StandingGrant, outcome: 'acted' | 'unknown' | 'returned'): void | Promise<void>
}
