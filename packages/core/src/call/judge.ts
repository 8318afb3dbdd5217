import type { Approval } from '../contract/classes.ts'
import { covers, decide, type Decided } from '../decision/decide.ts'
import { stricter } from '../decision/stricter.ts'
import type { PolicyDecision } from '../ports/policy.ts'
import { beforeDeadline } from '../send/before-deadline.ts'
import type { Call } from './call.ts'

/** The verdict on a call, before anything is asked of a person. */
export interface Verdict {
  readonly decided: Decided
  /** The rule that decided: one of the table's, or the policy's own. */
  readonly decidedBy: string
  readonly reason: string
  readonly decision: 'allowed' | 'approval_required' | 'denied'
  readonly requires: Approval
}

/** The decision table comes first; a policy may only tighten its result, or name the person who already decided. */
export function judge(call: Call): Verdict | Promise<Verdict> {
  const decided = decide({
    classes: call.operation.classes,
    actorType: call.actor.type,
    correlationId: call.correlationId,
  })
  if (decided.actionClass === 'C') return denied(decided, decided.rule, decided.reason)
  const policy = stricter(call.binding.policy, call.options.policy)
  if (!policy) return combine(call, decided, { effect: 'abstain' })
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
      input: call.shownInput,
    })
    if (!(answer instanceof Promise)) return combine(call, decided, answer)
    return beforeDeadline(call, answer, "the policy's decision")
      .then((decision) => combine(call, decided, decision))
      .catch((error: unknown) => failed(call, decided, error))
  } catch (error) {
    return failed(call, decided, error)
  }
}

function failed(call: Call, decided: Decided, error: unknown): Verdict {
  // A caller who cancelled is told so, and not that a policy failed.
  if (call.isOwn(error) && error.code === 'cancelled') throw error
  return denied(decided, 'policy.error', `${failing}: ${error instanceof Error ? error.message : 'it threw no error'}`)
}

function combine(call: Call, decided: Decided, policy: PolicyDecision): Verdict {
  if (policy.effect === 'abstain') return asTable(decided)
  if (policy.effect === 'deny') return denied(decided, policy.rule, policy.reason)
  if (policy.effect === 'raise' && raised.includes(policy.approval)) {
    const requires = covers(decided.requires, policy.approval) ? decided.requires : policy.approval
    return {
      decided: { ...decided, actionClass: 'B' },
      decidedBy: policy.rule,
      reason: policy.reason,
      decision: 'approval_required',
      requires,
    }
  }
  if (policy.effect !== 'granted') return denied(decided, 'policy.error', `${failing}: it gave a decision that does not exist`)
  // A grant that does not hold leaves the table's decision in place.
  if (policy.by.type !== 'human' || policy.by.id === call.actor.id || !covers(policy.approval, decided.requires))
    return asTable(decided)
  return {
    decided,
    decidedBy: policy.rule,
    reason: `granted by ${policy.by.id}`,
    decision: 'allowed',
    requires: decided.requires,
  }
}

function asTable(decided: Decided): Verdict {
  return {
    decided,
    decidedBy: decided.rule,
    reason: decided.reason,
    decision: decided.actionClass === 'A' ? 'allowed' : 'approval_required',
    requires: decided.requires,
  }
}

const failing = 'the policy failed, and a policy that fails denies'
const raised: readonly Approval[] = ['A1', 'A2', 'A3']

function denied(decided: Decided, decidedBy: string, reason: string): Verdict {
  return { decided, decidedBy, reason, decision: 'denied', requires: decided.requires }
}
