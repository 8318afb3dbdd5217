import { randomUUID } from 'node:crypto'
import type { Approval } from '../contract/classes.ts'
import { canonicalHash } from '../canonical/canonical-json.ts'
import { covers, decide, type Decided } from '../decision/decide.ts'
import type { ApprovalRequest } from '../ports/approvals.ts'
import type { PolicyDecision } from '../ports/policy.ts'
import { redactFields } from '../telemetry/redaction.ts'
import type { Call } from './call.ts'
import { claimRequest, replay } from './claim.ts'
import type { Step } from './step.ts'

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

/** Allowlist, policy, approval: a call of class B stops here and waits for a person. */
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
  return askOrReplay(call, verdict)
}

async function askOrReplay(call: Call, verdict: Verdict): Promise<void> {
  const { binding, operation } = call
  call.argumentsHash = canonicalHash(call.input)
  if (call.keyGiven && operation.claims) {
    // What was done under this key is done: giving its result again needs no second decision.
    const earlier = await binding.store.claims.find(claimRequest(call))
    if (earlier?.state === 'finished') return replay(call, earlier.outcome)
    if (earlier?.state === 'conflict') {
      throw call.fail({
        code: 'idempotency_conflict',
        message: 'this idempotency key was used with other arguments: take a new key',
      })
    }
  }
  const now = binding.clock.now()
  const request: ApprovalRequest = {
    id: randomUUID(),
    tenantId: binding.tenantId,
    account: binding.account,
    actor: call.actor,
    connector: binding.connector.id,
    connectorVersion: binding.connector.version,
    operation: operation.name,
    classes: operation.classes,
    requiredApproval: verdict.requires,
    reason: verdict.reason,
    input: call.input,
    redactedInput: redactFields(call.input, operation.definition.audit?.redact ?? []),
    argumentsHash: call.argumentsHash,
    pin: operation.pin(),
    idempotencyKey: call.idempotencyKey ?? call.id,
    correlationId: call.correlationId,
    requestedAt: new Date(now).toISOString(),
    expiresAt: new Date(now + binding.tune.approvalExpiryMs).toISOString(),
  }
  await binding.store.approvals.request(request)
  binding.measure('portico.approvals.requested', 1, call, { 'portico.approval_class': verdict.requires })
  throw call.fail({
    code: 'approval_required',
    message: `${verdict.reason}: approval ${request.id} waits for a decision until ${request.expiresAt}`,
    approval: { id: request.id, requires: verdict.requires, expiresAt: request.expiresAt },
  })
}
