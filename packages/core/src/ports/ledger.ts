import type { Actor } from '../contract/classes.ts'
import type { CommitState } from '../contract/failure.ts'

export type ProofStatus = 'verified' | 'partially_verified' | 'unverified' | 'contradicted'

/** Opened before a call runs. */
export interface Proof {
  readonly id: string
  readonly callId: string
  readonly tenantId: string
  readonly actor: Actor
  readonly intendedAction: string
  readonly argumentsHash: string | undefined
  readonly openedAt: number
}

/** What the call came to, with the evidence. */
export interface ProofResolution {
  readonly id: string
  readonly actualCall: string
  readonly commitState: CommitState
  readonly vendorRequestId: string | undefined
  readonly status: ProofStatus
  readonly resolvedAt: number
}

/** The verification ledger: one proof per call. */
export interface Ledger {
  open(proof: Proof): void | Promise<void>
  resolve(resolution: ProofResolution): void | Promise<void>
}
