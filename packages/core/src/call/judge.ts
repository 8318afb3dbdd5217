import type { Approval } from '../contract/classes.ts'
import { covers, decide, type Decided } from '../decision/decide.ts'
import type { PolicyDecision } from '../ports/policy.ts'
import { redactFields } from '../telemetry/redaction.ts'
import type { Call } from './call.ts'

/** The verdict on a call, before anything is asked of a person. */
export interface Verdict {
  readonly decided: Decided
  /** The rule that decided: of the table, or the policy's own. */
  readonly decidedBy: string
  readonly reason: string
  readonly decision: 'allowed' | 'approval_required' | 'denied'
  readonly requires: Approval
}

/** Decision table first; a policy may only tighten what it derives, or name the person who decided before. */
export function judge(call: Call): Verdict | Promise<Verdict> {
  const { definition } = call.operation
  const decided = decide({
    classes: call.operation.classes,
    actorType: call.actor.type,
    correlationId: call.correlationId,
  })
  if (decided.actionClass === 'C')
    return { decided, decidedBy: decided.rule, reason: decided.reason, decision: 'denied', requires: decided.requires }
  const { policy } = call.binding
  if (!policy) return combine(call, decided, undefined)
  const deny = (error: unknown): Verdict => ({
    decided,
    decidedBy: 'policy.error',
    reason: `the policy failed, and a policy that fails denies: ${error instanceof Error ? error.message : 'it threw no error'}`,
    decision: 'denied',
    requires: decided.requires,
  })
  try {
    const answer = policy.decide({
      tenantId: call.binding.tenantId,
      account: call.binding.account,
      actor: call.actor,
      connector: call.binding.connector.id,
      operation: call.operation.name,
      classes: call.operation.classes,
      actionClass: decided.actionClass,
      correlationId: call.correlationId,
      input: redactFields(call.input, definition.audit?.redact ?? []),
    })
    return answer instanceof Promise
      ? answer.then((decision) => combine(call, decided, decision), deny)
      : combine(call, decided, answer)
  } catch (error) {
    return deny(error)
  }
}

function combine(call: Call, decided: Decided, policy: PolicyDecision | undefined): Verdict {
  const asTable = (): Verdict => ({
    decided,
    decidedBy: decided.rule,
    reason: decided.reason,
    decision: decided.actionClass === 'A' ? 'allowed' : 'approval_required',
    requires: decided.requires,
  })
  if (policy === undefined || policy.effect === 'abstain') return asTable()
  if (policy.effect === 'deny') {
    return { decided, decidedBy: policy.rule, reason: policy.reason, decision: 'denied', requires: decided.requires }
  }
  if (policy.effect === 'raise') {
    const requires = covers(decided.requires, policy.approval) ? decided.requires : policy.approval
    return {
      decided: { ...decided, actionClass: 'B' },
      decidedBy: policy.rule,
      reason: policy.reason,
      decision: 'approval_required',
      requires,
    }
  }
  if (
    policy.effect === 'granted' &&
    policy.by.type === 'human' &&
    policy.by.id !== call.actor.id &&
    covers(policy.approval, decided.requires)
  ) {
    return {
      decided,
      decidedBy: policy.rule,
      reason: `granted by ${policy.by.id}`,
      decision: 'allowed',
      requires: decided.requires,
    }
  }
  // A grant that does not hold, or an effect that nobody defined, leaves the table's word.
  return asTable()
}
