import type { Actor, Sensitivity } from '../contract/classes.ts'
import type { CommitState } from '../contract/failure.ts'
import type { Receipt } from '../contract/receipt.ts'
import type { Ledger, Proof } from './ledger.ts'

/** Idempotency keys are told apart by tenant, account, connector and operation. */
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

/** What a call claims its key for. */
export interface ClaimRequest extends HeldClaim {
  /** A key is one actor's: another one's call under it is another call, and learns nothing of the first. `via` does not count. */
  readonly actor: Actor
  /** SHA-256 of the canonical input that is sent, in hex. */
  readonly argumentsHash: string
  /** Of the input that was asked for. It differs where a person edited the call. */
  readonly requestedHash: string
  /** Of the call: a store that can't keep such a result unread refuses the claim. */
  readonly sensitivity: Sensitivity
  /** Epoch milliseconds. */
  readonly at: number
  /** When, without an answer, the claimant counts as gone: epoch milliseconds. */
  readonly deadline: number
}

/** What is remembered of a finished call: enough to give its result again. */
export interface ClaimOutcome {
  readonly commitState: CommitState
  /** The result as JSON text; absent for a result that is not a value, and for failures. */
  readonly data?: string
  readonly receipt: Receipt
}

/** What is known of a key. */
export type ClaimAnswer =
  | { readonly state: 'claimed' }
  /** The same key with the same arguments has finished: its result is given, nothing is sent. */
  | { readonly state: 'finished'; readonly outcome: ClaimOutcome }
  /** The call has finished so, and what it came to can't be read, such as for a key that is not here: nothing is sent. */
  | { readonly state: 'unreadable'; readonly commitState: CommitState; readonly reason: Error }
  /** Another call with this key is under way. */
  | { readonly state: 'in_progress' }
  /**
   * The claimant is gone and left no outcome. `firstAt` and `lastAt`: from when until when the vendor may have been reached.
   * `argumentsHash`: of what may have been sent; only the same may be sent again.
   */
  | { readonly state: 'abandoned'; readonly firstAt: number; readonly lastAt: number; readonly argumentsHash: string }
  /**
   * The key was used by another actor, whatever the arguments; or with other arguments: `argumentsHash` is neither what was asked for
   * nor what was sent under it.
   */
  | { readonly state: 'conflict'; readonly with: 'actor' | 'arguments' }

/** Claims and proofs that are kept together, and so can be written at once. */
export interface ProvenClaims {
  /** Where the proof is opened, when the claim is granted. */
  readonly ledger: Ledger
  claim(request: ClaimRequest, proof: Proof): ClaimAnswer | Promise<ClaimAnswer>
}

/** Which keys were used, and with what outcome. This is what makes a key act once. */
export interface Claims {
  /** Used instead of `claim` and the ledger's `open` where the call's ledger is this one. */
  readonly proven?: ProvenClaims
  /** What a claim would answer, without claiming: undefined when the key is free. */
  find(request: ClaimRequest): ClaimAnswer | undefined | Promise<ClaimAnswer | undefined>
  claim(request: ClaimRequest): ClaimAnswer | Promise<ClaimAnswer>
  /**
   * Takes over an abandoned claim, when the operation's strategy allows another sending; false when somebody else did, or when other
   * arguments may have been sent.
   */
  takeOver(request: ClaimRequest): boolean | Promise<boolean>
  /** The first outcome stays, whoever brings it: it happened, also where another call has taken the claim over. */
  finish(claim: HeldClaim, outcome: ClaimOutcome): void | Promise<void>
  /** The call came to nothing (not sent, or refused): the key may be used again, unless another call holds it by now. */
  release(claim: HeldClaim): void | Promise<void>
  /**
   * The outcome is not known: the claim stays until somebody reconciles, unless another call holds it by now. `lastAt`: until when
   * the vendor may have been reached, in epoch milliseconds.
   */
  abandon(claim: HeldClaim, lastAt: number): void | Promise<void>
}
