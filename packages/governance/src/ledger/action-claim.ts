import type { Actor, ProofStatus } from '@portico/core'
import type { ClaimedOutcome } from './ledger-tables.ts'

/** What an agent says it did, to be held against what was done. */
export interface ActionClaim {
  /** Made by whoever claims. The same id again is the same claim, perhaps corrected. */
  readonly id: string
  readonly tenantId: string
  readonly actor: Actor
  /** The call that it speaks of: `receipt.callId`. */
  readonly callId: string
  /** `connector.operation`. */
  readonly action: string
  readonly outcome: ClaimedOutcome
  /** SHA-256 of the canonical input that it says it used (`canonicalHash`); absent where it says nothing of it. */
  readonly argumentsHash?: string
}

/** What the ledger makes of a claim. */
export interface ClaimVerdict {
  readonly status: ProofStatus
  /** A sentence for a person. */
  readonly reason: string
}
