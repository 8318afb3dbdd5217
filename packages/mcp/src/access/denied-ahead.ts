import type { ActionClass, Policy, PolicyDecision } from '@portico/core'
import type { CompiledOperation } from '@portico/core/definition'
import { actorOf, type Caller } from './caller.ts'
import type { Permission } from './permit.ts'

type Denial = Permission & { readonly allowed: false }

/**
 * A policy's denial that no arguments would change: the tool may as well not exist. Undefined if the policy answers otherwise,
 * fails, or first reads the arguments or the business event: those are known at the call, which asks it again.
 */
export async function deniedAhead(
  policy: Policy,
  operation: CompiledOperation,
  caller: Caller,
  actionClass: ActionClass,
): Promise<Denial | undefined> {
  let looked = false
  const look = (): undefined => {
    looked = true
  }
  const input = new Proxy(
    {},
    { get: look, has: () => (look(), false), ownKeys: () => (look(), []), getOwnPropertyDescriptor: look },
  )
  let decision: PolicyDecision
  try {
    decision = await policy.decide({
      tenantId: caller.tenantId,
      account: 'default',
      actor: actorOf(caller),
      connector: operation.qualifiedName.slice(0, -operation.name.length - 1),
      operation: operation.name,
      classes: operation.classes,
      actionClass,
      get correlationId() {
        return look()
      },
      input,
    })
  } catch {
    // It will fail at the call too, where the failure is recorded as a denial.
    return undefined
  }
  return !looked && decision.effect === 'deny' ? { allowed: false, rule: decision.rule, reason: decision.reason } : undefined
}
