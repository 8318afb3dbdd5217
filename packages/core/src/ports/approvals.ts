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
  /** Which rule of the table or the policy asks for a person. */
  readonly rule: string
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

/**
 * Undoes one `take`: the same token may be taken again. Called once at most, after a call that came to nothing or whose key the vendor
 * recognises. False where the decision stays used up: it has expired, or the same call was asked for again. A store that can't do this
 * gives none.
 */
export type GiveBack = () => boolean | Promise<boolean>

/** What `take` found under a token. */
export type TakenApproval =
  | {
      readonly state: 'decided'
      readonly request: ApprovalRequest
      readonly decision: ApprovalDecision
      readonly giveBack?: GiveBack
    }
  | { readonly state: 'pending'; readonly request: ApprovalRequest }
  /** Unknown, used before, expired, of another tenant, or tampered with. */
  | { readonly state: 'refused'; readonly reason: string }

/** What became of a request for an approval. */
export type AskedApproval =
  | { readonly state: 'requested'; readonly request: ApprovalRequest }
  /** The same call was asked for before, and waits. */
  | { readonly state: 'pending'; readonly request: ApprovalRequest }
  /** The same call was asked for and decided before, and its decision is not used up. */
  | { readonly state: 'decided'; readonly request: ApprovalRequest; readonly decision: ApprovalDecision }

/** Where calls wait for a person. `@portico/governance` keeps them on SQL. */
export interface Approvals {
  /**
   * Stores a request, unless the same call waits already: the same key, operation, arguments, pin, version and actor of the same
   * tenant and account. One intent asks a person once.
   */
  request(request: ApprovalRequest): AskedApproval | Promise<AskedApproval>
  /** Uses up a decision: a second `take` of the same token is refused, unless the first was given back. */
  take(token: string, tenantId: string): TakenApproval | Promise<TakenApproval>
  /**
   * The token of a decision, for whoever asked for it and has polled for it: undefined while it waits, and for anybody else. What it
   * gives is taken once, whether the approver handed it over too or not.
   */
  collect(id: string, tenantId: string, requester: Actor): string | undefined | Promise<string | undefined>
}

/** Whether two requests ask for the same call. */
export function sameIntent(one: ApprovalRequest, other: ApprovalRequest): boolean {
  return (
    one.idempotencyKey === other.idempotencyKey &&
    one.argumentsHash === other.argumentsHash &&
    one.operation === other.operation &&
    one.connector === other.connector &&
    one.connectorVersion === other.connectorVersion &&
    one.pin === other.pin &&
    one.tenantId === other.tenantId &&
    one.account === other.account &&
    one.actor.id === other.actor.id &&
    one.actor.type === other.actor.type &&
    one.requiredApproval === other.requiredApproval
  )
}
