import type { Actor, Approval, Classes } from '../contract/classes.ts'

/** A call waiting for a person's decision. */
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
  /** The rule of the table or the policy that asks for a person. */
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
 * Undoes one `take`: the same token may be taken again. Called at most once, after a call that came to nothing or whose key the
 * vendor recognises. False if the decision stays used up: it has expired, or the same call was requested again. A store that
 * can't do this provides none.
 */
export type GiveBack = () => boolean | Promise<boolean>

/** What `take` found for a token. */
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

/** The outcome of requesting an approval. */
export type AskedApproval =
  | { readonly state: 'requested'; readonly request: ApprovalRequest }
  /** The same call was requested before, and is still waiting. */
  | { readonly state: 'pending'; readonly request: ApprovalRequest }
  /** The same call was requested and decided before, and its decision is not used up. */
  | { readonly state: 'decided'; readonly request: ApprovalRequest; readonly decision: ApprovalDecision }

/** Where calls wait for a person. `@portico/governance` keeps them on SQL. */
export interface Approvals {
  /**
   * Stores a request, unless the same call is already waiting: the same key, operation, arguments, pin, version and actor of the
   * same tenant and account. A person is asked once per intent.
   */
  request(request: ApprovalRequest): AskedApproval | Promise<AskedApproval>
  /** Uses up a decision: a second `take` of the same token is refused, unless the first was given back. */
  take(token: string, tenantId: string): TakenApproval | Promise<TakenApproval>
  /**
   * The token of a decision, for a requester who polls instead of being handed it: undefined while the request waits, and for
   * anyone else. The token can be taken once, whether the approver also handed it over or not.
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
