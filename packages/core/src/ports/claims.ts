import type { Actor, Sensitivity } from '../contract/classes.ts'
import type { CommitState } from '../contract/failure.ts'
import type { Receipt } from '../contract/receipt.ts'
import type { Ledger, Proof } from './ledger.ts'

/** The scope of an idempotency key: tenant, account, connector and operation. */
export interface ClaimKey {
  readonly tenantId: string
  readonly account: string
  readonly connector: string
  readonly operation: string
  readonly key: string
}

/** A claim and the call that holds it. */
export interface HeldClaim extends ClaimKey {
  /** The id of the call. */
  readonly claimant: string
}

/** The call for which a key is claimed. */
export interface ClaimRequest extends HeldClaim {
  /**
   * A key belongs to one actor: another actor's call under it is a different call, and learns nothing of the first. `via` is
   * ignored.
   */
  readonly actor: Actor
  /** SHA-256 of the canonical input that is sent, in hex. */
  readonly argumentsHash: string
  /** The same of the input that was requested. It differs if a person edited the call. */
  readonly requestedHash: string
  /** The call's sensitivity: a store that can't encrypt such a result refuses the claim. */
  readonly sensitivity: Sensitivity
  /** Epoch milliseconds. */
  readonly at: number
  /** When a claimant that has not settled counts as gone, epoch milliseconds. */
  readonly deadline: number
}

/** What is remembered of a finished call: enough to replay its result. */
export interface ClaimOutcome {
  readonly commitState: CommitState
  /** The result as JSON text; absent for failures, and for results that are not JSON values. */
  readonly data?: string
  readonly receipt: Receipt
}

/** What is known of a key. */
export type ClaimAnswer =
  | { readonly state: 'claimed' }
  /** A call with the same key and arguments has finished: its result is returned, nothing is sent. */
  | { readonly state: 'finished'; readonly outcome: ClaimOutcome }
  /** The call has finished, but its result can't be read, for example because its encryption key is missing: nothing is sent. */
  | { readonly state: 'unreadable'; readonly commitState: CommitState; readonly reason: Error }
  /** Another call with this key is under way. */
  | { readonly state: 'in_progress' }
  /**
   * The claimant is gone and left no outcome. `firstAt` and `lastAt`: from when until when the vendor may have been reached.
   * `argumentsHash`: of what may have been sent; only the same may be sent again.
   */
  | { readonly state: 'abandoned'; readonly firstAt: number; readonly lastAt: number; readonly argumentsHash: string }
  /**
   * The key was used by another actor, whatever the arguments; or with other arguments: `argumentsHash` matches neither what was
   * requested nor what was sent under it.
   */
  | { readonly state: 'conflict'; readonly with: 'actor' | 'arguments' }

/** Claims and proofs that are stored together, so that one write can do both. */
export interface ProvenClaims {
  /** The ledger in which the proof is opened when the claim is granted. */
  readonly ledger: Ledger
  claim(request: ClaimRequest, proof: Proof): ClaimAnswer | Promise<ClaimAnswer>
}

/** Which keys were used, and with what outcome. This is what makes a key act only once. */
export interface Claims {
  /** Replaces `claim` and the ledger's `open` if the call's ledger is this one. */
  readonly proven?: ProvenClaims
  /** What a claim would answer, without claiming: undefined when the key is free. */
  find(request: ClaimRequest): ClaimAnswer | undefined | Promise<ClaimAnswer | undefined>
  claim(request: ClaimRequest): ClaimAnswer | Promise<ClaimAnswer>
  /**
   * Takes over an abandoned claim, if the operation's strategy allows another sending; false if someone else did, or if other
   * arguments may have been sent.
   */
  takeOver(request: ClaimRequest): boolean | Promise<boolean>
  /** The first outcome stays, whoever reports it: it happened, even if another call has taken over the claim. */
  finish(claim: HeldClaim, outcome: ClaimOutcome): void | Promise<void>
  /** The call came to nothing (not sent, or refused): frees the key, unless another call holds it by now. */
  release(claim: HeldClaim): void | Promise<void>
  /**
   * The outcome is unknown: the claim stays until someone reconciles it, unless another call holds it by now. `lastAt`: until
   * when the vendor may have been reached, in epoch milliseconds.
   */
  abandon(claim: HeldClaim, lastAt: number): void | Promise<void>
}
