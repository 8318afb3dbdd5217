import type { ActionClass } from './classes.ts'
import type { Code, CommitState } from './failure.ts'

/** What happened on one call, as plain data that can be stored. Contains no secret. */
export interface Receipt {
  readonly callId: string
  readonly connector: string
  readonly connectorVersion: string
  readonly vendorVersion: string
  readonly operation: string
  readonly tenantId: string
  readonly account: string
  readonly actionClass: ActionClass
  /** The rule of the decision table or policy that let the call run. */
  readonly decidedBy: string
  readonly idempotencyKey?: string
  readonly correlationId?: string
  readonly commitState: CommitState
  /** True when an earlier call's result was returned and nothing was sent. */
  readonly replayed: boolean
  readonly attempts: readonly Attempt[]
  readonly startedAt: string
  readonly durationMs: number
  readonly vendorRequestId?: string
  /** What the vendor says is left of its rate limit. */
  readonly rateLimitRemaining?: number
  /** Set when code overrode the vendor's origin. */
  readonly originOverride?: string
  readonly auditId?: string
  readonly ledgerId?: string
  readonly approvalId?: string
  /** What `undo` would run. Absent if nothing can be undone, or if the effect was there before this call (`alreadyDone`). */
  readonly undo?: { readonly operation: string; readonly input: unknown }
  /** The job that was started: plain data, with which it can be polled even after a crash. */
  readonly job?: { readonly operation: string; readonly data: Readonly<Record<string, unknown>> }
  /** Outcome per item of a batch. */
  readonly items?: readonly ItemOutcome[]
}

/** One attempt to send a call's request. */
export interface Attempt {
  /** HTTP status, absent when no answer came. */
  readonly status?: number
  readonly code?: Code
  readonly durationMs: number
  /** How long the call waited before this attempt. */
  readonly waitedMs: number
}

/** What became of one item of a batch. */
export interface ItemOutcome {
  readonly key: string
  readonly commitState: CommitState
  readonly code?: Code
  readonly vendorCode?: string
  readonly message?: string
}

/** A call's result with its receipt. */
export interface Detailed<Output> {
  readonly data: Output
  readonly receipt: Receipt
}

/** What a call would send, and how it would be decided. Nothing was sent. */
export interface DryRun {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** The wire body as text, redacted; binary parts are named with size and digest. */
  readonly body?: string
  readonly actionClass: ActionClass
  readonly decision: 'allowed' | 'approval_required' | 'denied'
  readonly decidedBy: string
  readonly reason: string
}
