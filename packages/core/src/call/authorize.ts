import type { Call } from './call.ts'
import { approvalRequest, askForApproval } from './ask-for-approval.ts'
import { answerEarlier, claimRequest } from './claim.ts'
import { judge, type Verdict } from './judge.ts'
import { takeStanding } from './standing.ts'
import type { Step } from './step.ts'
import { canonicalHash } from '../canonical/canonical-json.ts'
import { covers } from '../decision/decide.ts'
import type { ConnectorError } from '../error/connector-error.ts'

/**
 * Policy, then what was done before under the same key, then approval: replaying an earlier result needs no second decision, and
 * nobody is asked about a call that cannot run. A standing approval is a decision made in advance.
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
    const { request, decision } = call.approved
    call.decidedBy = `approval.${decision.outcome}`
    // An edit or a changed policy may have raised it above what the approver may decide.
    if (covers(request.requiredApproval, verdict.requires)) return
    const message = `it was approved as ${request.requiredApproval}, and needs ${verdict.requires} now: ${verdict.reason}: ask again`
    throw call.fail({ code: 'approval_invalid', message })
  }
  return replayOrAsk(call, verdict)
}

async function replayOrAsk(call: Call, verdict: Verdict): Promise<void> {
  if (call.options.cursor !== undefined) throw notByCursor(call, verdict)
  call.argumentsHash = canonicalHash(call.input)
  if (await replay(call)) return
  const request = approvalRequest(call, verdict, call.argumentsHash)
  if (call.binding.store.standing) {
    if (await takeStanding(call, request)) return
    // When no share is left, this call's own key may have taken the last one in the meantime.
    if (await replay(call)) return
  }
  await askForApproval(call, verdict, request)
}

/** No approver can read, and no bound can describe, what a vendor's cursor asks for. */
function notByCursor(call: Call, { reason }: Verdict): ConnectorError {
  const message = 'cursor: no approver can read it: say in the input which part is wanted, or let a person make the call'
  return call.fail({
    code: 'invalid_input',
    message: `${reason}: ${message}`,
    issues: [{ path: 'cursor', message }],
  })
}

/** Returns the result of an earlier call under the same key, and refuses a call that cannot run. */
async function replay(call: Call): Promise<boolean> {
  if (!call.keyGiven || !call.operation.claims) return false
  const request = claimRequest(call)
  const earlier = await call.binding.store.claims.find(request)
  if (earlier) answerEarlier(call, request, earlier)
  return call.replayed !== undefined
}
