import type { Actor, Approval, Classes } from '../contract/classes.ts'

/** A call that waits for a person. */
export interface ApprovalRequest {
  readonly id: string
  readonly tenantId: string
  readonly account: string
  readonly actor: Actor
  readonly connector: string
  readonly connectorVersion: string
  readonly operation: string
  readonly classes: Classes
  readonly requiredApproval: Approval
  readonly reason: string
  readonly input: unknown
  /** The input as an approver sees it. */
  readonly redactedInput: unknown
  readonly argumentsHash: string
  readonly pin: string
  readonly idempotencyKey: string
  readonly correlationId: string | undefined
  readonly requestedAt: string
  readonly expiresAt: string
}

/** A human decision, as `resume` finds it. */
export type ApprovalDecision =
  | { readonly outcome: 'approve'; readonly by: Actor; readonly at: string }
  | { readonly outcome: 'edit'; readonly by: Actor; readonly at: string; readonly input: unknown }
  | { readonly outcome: 'reject'; readonly by: Actor; readonly at: string; readonly reason: string }

export type TakenApproval =
  | { readonly state: 'decided'; readonly request: ApprovalRequest; readonly decision: ApprovalDecision }
  | { readonly state: 'pending'; readonly request: ApprovalRequest }
  /** Unknown, used before, expired, of another tenant, or tampered with. */
  | { readonly state: 'refused'; readonly reason: string }

export interface Approvals {
  request(request: ApprovalRequest): void | Promise<void>
  /** Uses up a decision: a second `take` of the same token is refused. */
  take(token: string, tenantId: string): TakenApproval | Promise<TakenApproval>
}
