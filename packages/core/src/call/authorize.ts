import type { Call } from './call.ts'
import { askForApproval } from './ask-for-approval.ts'
import { answerEarlier, claimRequest } from './claim.ts'
import { judge, type Verdict } from './judge.ts'
import type { Step } from './step.ts'
import { canonicalHash } from '../canonical/canonical-json.ts'

/**
 * Policy, then what was done before under the same key, then approval: giving an earlier result again needs no second decision, and
 * nobody is asked about a call that can not run.
 */
export const authorizeStep: Step = {
  name: 'authorize',
  run(call) {
    const verdict = judge(call)
    return verdict instanceof Promise ? verdict.then((settled) => enforce(call, settled)) : enforce(call, verdict)
  },
}

function enforce(call: Call, verdict: Verdict): void | Promise<void> {
  call.decided = verdict.decided
  call.decidedBy = verdict.decidedBy
  call.binding.measure('portico.policy.decisions', 1, call, {
    'portico.action_class': verdict.decided.actionClass,
    'portico.decision': verdict.decision,
  })
  if (verdict.decision === 'allowed') return
  if (verdict.decision === 'denied')
    throw call.fail({ code: 'policy_denied', message: `${verdict.reason} (${verdict.decidedBy})` })
  if (call.approved) {
    call.decidedBy = `approval.${call.approved.decision.outcome}`
    return
  }
  return replayOrAsk(call, verdict)
}

async function replayOrAsk(call: Call, verdict: Verdict): Promise<void> {
  call.argumentsHash = canonicalHash(call.input)
  if (call.keyGiven && call.operation.claims) {
    const request = claimRequest(call)
    const earlier = await call.binding.store.claims.find(request)
    if (earlier) answerEarlier(call, request, earlier)
    if (call.replayed) return
  }
  await askForApproval(call, verdict, call.argumentsHash)
}
