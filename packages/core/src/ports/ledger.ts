import type { Actor, Classes } from '../contract/classes.ts'
import type { CommitState } from '../contract/failure.ts'

/** How well the evidence of what was done supports what was intended. */
export type ProofStatus = 'verified' | 'partially_verified' | 'unverified' | 'contradicted'

/** Opened before a call runs. */
export interface Proof {
  readonly id: string
  readonly callId: string
  readonly tenantId: string
  readonly actor: Actor
  readonly intendedAction: string
  readonly argumentsHash: string | undefined
  readonly classes: Classes
  readonly correlationId: string | undefined
  /** W3C trace context of the call, if it is traced. */
  readonly traceparent: string | undefined
  readonly openedAt: number
}

/** The call's outcome, with the evidence. */
export interface ProofResolution {
  readonly id: string
  readonly callId: string
  readonly tenantId: string
  readonly actualCall: string
  /** Of what was sent. */
  readonly argumentsHash: string | undefined
  readonly commitState: CommitState
  readonly vendorRequestId: string | undefined
  /** What the call acted on, if its operation names it. */
  readonly entity: { readonly type: string; readonly id: string } | undefined
  readonly auditId: string | undefined
  readonly status: ProofStatus
  readonly resolvedAt: number
}

/** The verification ledger: one proof per call. */
export interface Ledger {
  open(proof: Proof): void | Promise<void>
  resolve(resolution: ProofResolution): void | Promise<void>
}
