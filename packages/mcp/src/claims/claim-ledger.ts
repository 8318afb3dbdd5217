import type { Actor, Ledger, ProofStatus } from '@portico/core'

/** What an agent says about a call. */
export interface StatedClaim {
  readonly id: string
  readonly tenantId: string
  readonly actor: Actor
  readonly callId: string
  /** `connector.operation` */
  readonly action: string
  readonly outcome: 'done' | 'not_done'
  readonly argumentsHash?: string
}

/**
 * A ledger that accepts claims and checks them against its proofs; it reports contradictions itself. The governance package has
 * one.
 */
export interface ClaimLedger {
  claim(claim: StatedClaim): Promise<{ readonly status: ProofStatus; readonly reason: string }>
}

export function takesClaims(ledger: Ledger): ledger is Ledger & ClaimLedger {
  return 'claim' in ledger && typeof ledger.claim === 'function'
}
