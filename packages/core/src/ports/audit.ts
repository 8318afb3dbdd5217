import type { ActionClass, Actor, Classes } from '../contract/classes.ts'
import type { Code, CommitState } from '../contract/failure.ts'

/** One row per call, whatever its outcome. Contains no redacted fields. */
export interface AuditRow {
  readonly id: string
  readonly at: string
  readonly tenantId: string
  readonly account: string
  readonly actor: Actor
  readonly connector: string
  readonly connectorVersion: string
  readonly operation: string
  readonly classes: Classes
  readonly actionClass: ActionClass
  readonly decidedBy: string
  readonly outcome: 'succeeded' | 'failed' | 'replayed'
  readonly commitState: CommitState
  readonly code: Code | undefined
  readonly entity: { readonly type: string; readonly id: string } | undefined
  readonly input: unknown
  readonly argumentsHash: string | undefined
  readonly idempotencyKey: string | undefined
  readonly correlationId: string | undefined
  readonly causationId: string | undefined
  readonly approvalId: string | undefined
  /** The origin that code set instead of the vendor's. */
  readonly originOverride: string | undefined
  readonly vendorRequestId: string | undefined
  readonly attempts: number
  readonly durationMs: number
}

/**
 * Where audit rows go. A write that resolves is durable; one that rejects fails its call, whose error says what the vendor did.
 */
export interface AuditSink {
  write(row: AuditRow): void | Promise<void>
}
