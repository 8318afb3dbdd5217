import type { Actor, ProofStatus } from '@portico/core'
import type { ClaimedOutcome } from './ledger-tables.ts'

/** What an agent says it did, to be checked against what was done. */
export interface ActionClaim {
  /** Chosen by the claimant. The same id again is the same claim, possibly corrected. */
  readonly id: string
  readonly tenantId: string
  readonly actor: Actor
  /** The call it is about: `receipt.callId`. */
  readonly callId: string
  /** `connector.operation`. */
  readonly action: string
  readonly outcome: ClaimedOutcome
  /** SHA-256 of the canonical input that it says it used (`canonicalHash`); absent if it does not say. */
  readonly argumentsHash?: string
}

/** The ledger's verdict on a claim. */
export interface ClaimVerdict {
  readonly status: ProofStatus
  /** A sentence for people. */
  readonly reason: string
}
