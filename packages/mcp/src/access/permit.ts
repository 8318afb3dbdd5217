import { type Classes, decide } from '@portico/core'
import type { CompiledAccess } from './access.ts'
import type { Caller } from './caller.ts'

/** Whether a caller may use an operation at all. The arguments are judged by the call path, for the same caller. */
export type Permission =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly rule: string; readonly reason: string; readonly scope?: string }

/** What permission is asked for. */
export interface Permittable {
  /** `github.createIssue`, by the connector's name in the toolset. */
  readonly qualifiedName: string
  readonly classes: Classes
}

const allowed: Permission = { allowed: true }

/**
 * What holds whatever a policy says: access rules, then the token's scopes, then the decision table, which forbids some effects
 * to some actors.
 */
export function permit({ qualifiedName, classes }: Permittable, caller: Caller, access: CompiledAccess): Permission {
  const subject = { operation: qualifiedName, sideEffect: classes.sideEffect }
  const refusal = access.refusal(subject, caller.client, caller.tenantId)
  if (refusal) return { allowed: false, ...refusal }
  if (caller.scopes) {
    const scope = access.missingScope(subject, caller.scopes)
    if (scope !== undefined) {
      return { allowed: false, rule: 'access.scopes', reason: `the token lacks the scope ${scope}`, scope }
    }
  }
  // Whether a business event is named is only known at the call, which refuses a missing one.
  const decided = decide({ classes, actorType: caller.actor.type, correlationId: 'asked at the call' })
  return decided.actionClass === 'C' ? { allowed: false, rule: decided.rule, reason: decided.reason } : allowed
}
