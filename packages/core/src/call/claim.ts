import { canonicalHash } from '../canonical/canonical-json.ts'
import { milliseconds } from '../contract/idempotency.ts'
import type { ConnectorError } from '../error/connector-error.ts'
import type { ClaimAnswer, ClaimOutcome, ClaimRequest } from '../ports/claims.ts'
import type { Proof } from '../ports/ledger.ts'
import { proofOf } from './prove.ts'
import { parse } from './validate.ts'
import type { Call } from './call.ts'
import type { Step } from './step.ts'

/** A call cut off by a crash counts as abandoned this long after its deadline. */
export const graceMs = 5_000

export function claimRequest(call: Call): ClaimRequest {
  const { binding, operation } = call
  return {
    tenantId: binding.tenantId,
    account: binding.account,
    connector: binding.connector.id,
    operation: operation.name,
    key: call.idempotencyKey!,
    claimant: call.id,
    actor: call.actor,
    argumentsHash: call.argumentsHash!,
    requestedHash: call.approved?.request.argumentsHash ?? call.argumentsHash!,
    sensitivity: operation.classes.sensitivity,
    at: binding.clock.now(),
    deadline: call.deadline + graceMs,
  }
}

/** Claims the key before anything is sent, so that one intent starts only once. */
export const claimStep: Step = {
  name: 'claim',
  run(call) {
    call.argumentsHash ??= canonicalHash(call.input)
    const request = claimRequest(call)
    const { ledger, store } = call.binding
    const { proven } = store.claims
    // Saves one disk write before the vendor is reached.
    const proof = proven?.ledger === ledger ? proofOf(call, request.at) : undefined
    const answer = proof ? proven!.claim(request, proof) : store.claims.claim(request)
    return answer instanceof Promise
      ? answer.then((settled) => act(call, request, settled, proof))
      : act(call, request, answer, proof)
  },
}

function act(call: Call, request: ClaimRequest, answer: ClaimAnswer, proof: Proof | undefined): void | Promise<void> {
  switch (answer.state) {
    case 'claimed':
      call.claimed = request
      call.proofId = proof?.id
      return
    case 'finished':
      return replay(call, answer.outcome)
    case 'unreadable':
      throw unreadable(call, answer)
    case 'in_progress':
      throw inProgress(call, request)
    case 'conflict':
      throw keyConflict(call, answer)
    case 'abandoned':
      return resolveAbandoned(call, request, answer)
    default:
      // Whatever it means, it is not a granted claim, and without one the call could act twice.
      throw new TypeError('the store answered the claim with a state that does not exist')
  }
}

/** Checks a call's key before a person is asked: an earlier result is replayed, and a call that cannot run is refused. */
export function answerEarlier(call: Call, request: ClaimRequest, answer: ClaimAnswer): void {
  if (answer.state === 'finished') return replay(call, answer.outcome)
  if (answer.state === 'unreadable') throw unreadable(call, answer)
  if (answer.state === 'in_progress') throw inProgress(call, request)
  if (answer.state === 'conflict') throw keyConflict(call, answer)
  if (answer.state === 'abandoned' && !mayTakeOver(call, request, answer)) throw unreconciled(call)
}

function unreadable(call: Call, { commitState, reason }: Extract<ClaimAnswer, { state: 'unreadable' }>): ConnectorError {
  const message = `the vendor was called under this key before, and its result can not be read: ${reason.message}`
  return call.fail({ code: 'unavailable', message, commitState, cause: reason })
}

function inProgress(call: Call, request: ClaimRequest): ConnectorError {
  return call.fail({
    code: 'in_progress',
    message: 'another call with this idempotency key is in progress: call again for its outcome',
    retryable: true,
    retryAfterMs: Math.min(1_000, Math.max(0, call.deadline - request.at)),
  })
}

function keyConflict(call: Call, conflict: Extract<ClaimAnswer, { state: 'conflict' }>): ConnectorError {
  return call.fail({
    code: 'idempotency_conflict',
    message:
      conflict.with === 'actor'
        ? 'this idempotency key was used by another actor: use a new key'
        : 'this idempotency key was used with other arguments: use a new key',
  })
}

function unreconciled(call: Call): ConnectorError {
  return call.fail({
    code: 'outcome_unknown',
    message: 'an earlier call with this idempotency key may have acted: look at the vendor and reconcile before it is sent again',
    commitState: 'unknown',
  })
}

/** Returns the earlier call's result; nothing is sent. */
function replay(call: Call, outcome: ClaimOutcome): void {
  call.replayed = outcome.receipt
  call.commitState = outcome.commitState
  if (outcome.data === undefined) {
    throw call.fail({
      code: 'contract_violation',
      message: 'the vendor acted on this key before, and its answer broke the contract: look the result up, do not send it again',
      commitState: 'committed',
    })
  }
  const data = outcome.data === 'undefined' ? undefined : (JSON.parse(outcome.data) as unknown)
  const { outputSchema } = call.operation
  const parsed = outputSchema ? parse(outputSchema, data) : { data }
  if (parsed.issues) {
    throw call.fail({
      code: 'contract_violation',
      message: 'the stored result does not fit the current contract: look it up',
      commitState: 'committed',
    })
  }
  call.output = parsed.data
}

/**
 * A call under this key may have reached the vendor, with unknown outcome. Only an operation whose vendor recognises a
 * second sending takes over the claim; any other stays unknown until a person reconciles it.
 */
async function resolveAbandoned(call: Call, request: ClaimRequest, abandoned: Abandoned): Promise<void> {
  if (!mayTakeOver(call, request, abandoned) || !(await call.binding.store.claims.takeOver(request))) throw unreconciled(call)
  call.claimed = request
  call.firstSentAt = abandoned.firstAt
  call.lastSentAt = abandoned.lastAt
  // Until the vendor answers this key again, the first request may have taken effect.
  call.commitState = 'unknown'
}

type Abandoned = Extract<ClaimAnswer, { state: 'abandoned' }>

function mayTakeOver(call: Call, request: ClaimRequest, { argumentsHash, firstAt }: Abandoned): boolean {
  return argumentsHash === request.argumentsHash && mayResend(call, firstAt, request.at)
}

/** Whether resending under the same key can act twice, given the operation's strategy and the time since the first sending. */
export function mayResend(call: Call, firstAt: number, now: number): boolean {
  const { idempotency, totalTimeoutMs } = call.operation.definition
  switch (idempotency?.by) {
    case 'header':
    case 'field':
      return now - firstAt < milliseconds(idempotency.keptFor)
    case 'upsert':
      return idempotency.precondition !== undefined || now - firstAt < totalTimeoutMs
    case 'lookup':
      return true
    default:
      return false
  }
}
