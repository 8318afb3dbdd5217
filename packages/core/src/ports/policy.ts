import type { ActionClass, Actor, Approval, Classes } from '../contract/classes.ts'

/** What a policy is asked about. `input` is the validated input with redacted fields replaced. */
export interface PolicyRequest {
  readonly tenantId: string
  readonly account: string
  readonly actor: Actor
  readonly connector: string
  readonly operation: string
  readonly classes: Classes
  /** What the decision table alone derives. */
  readonly actionClass: ActionClass
  readonly correlationId: string | undefined
  readonly input: unknown
}

/**
 * A policy can tighten what the decision table derives: deny the call, or raise the approval it needs. It cannot lower it.
 * `granted` states that a named person approved this in advance (a standing approval), and is never accepted for class C.
 */
export type PolicyDecision =
  | { readonly effect: 'abstain' }
  | { readonly effect: 'deny'; readonly rule: string; readonly reason: string }
  | { readonly effect: 'raise'; readonly approval: Exclude<Approval, 'A0'>; readonly rule: string; readonly reason: string }
  | {
      readonly effect: 'granted'
      readonly by: Actor & { readonly type: 'human' }
      readonly approval: Approval
      readonly rule: string
    }

/** A policy that throws, returns anything but a decision, or has not decided by the call's deadline, denies. */
export interface Policy {
  decide(request: PolicyRequest): PolicyDecision | Promise<PolicyDecision>
}
