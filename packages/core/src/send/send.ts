import type { Call } from '../call/call.ts'
import { mayResend } from '../call/claim.ts'
import type { Step } from '../call/step.ts'
import type { RenderedRequest } from '../call/render-request.ts'
import { isAuthorizationError } from '../auth/authorization-error.ts'
import { type Connection, ConnectionProblem } from '../client/connection.ts'
import type { CommitState } from '../contract/failure.ts'
import { HostNotAllowed } from '../http/host-not-allowed.ts'
import { InvalidRequest } from '../http/invalid-request.ts'
import { attempt, type AttemptOutcome } from './attempt.ts'
import { backoffMs } from './backoff.ts'
import type { Classified } from './classify.ts'
import { lookFirst } from './look-first.ts'
import { readAnswer } from './read-answer.ts'

/** deadline → rate budget → circuit → attempt ⟲ retry → transport */
export const sendStep: Step = {
  name: 'send',
  async run(call) {
    const { binding, operation } = call
    const connecting = connect(call)
    const connection = connecting instanceof Promise ? await connecting : connecting
    const rendered = render(call)
    const before = call.commitState === 'unknown' ? await lookFirst(call) : undefined
    if (before?.found) return
    const retry = operation.definition.retry
    let mayRefresh = true
    for (let number = 1; ; number++) {
      const entering = enter(call)
      const waitedMs = entering === 0 ? 0 : await entering
      const started = performance.now()
      call.firstSentAt ??= binding.clock.now()
      let outcome: AttemptOutcome
      try {
        outcome = await attempt(call, connection, rendered, mayRefresh)
      } catch (error) {
        outcome = { kind: 'failed', failure: notSent(call, error) }
      }
      if (outcome.kind === 'token_refused') {
        // A token may run out early. The vendor did nothing, so this is not a retry.
        mayRefresh = false
        number--
        continue
      }
      const status = outcome.kind === 'answered' ? outcome.answer.status : outcome.status
      const code = outcome.kind === 'failed' ? outcome.failure.code : undefined
      call.attempts.push({
        ...(status !== undefined && { status }),
        ...(code !== undefined && { code }),
        durationMs: performance.now() - started,
        waitedMs,
      })
      learn(call, outcome)
      if (outcome.kind === 'answered') {
        call.commitState = 'committed'
        binding.retryBudget.succeeded()
        readAnswer(call, outcome)
        return
      }
      if (alreadyDone(call, outcome.failure)) return
      const state = settledState(call, outcome.failure)
      call.commitState = state
      const failure = { ...outcome.failure, commitState: state, retryAfterMs: retryAfterOf(call, outcome.failure) }
      const wait = retry ? nextWaitMs(call, failure, number, retry.attempts) : undefined
      if (wait === undefined) throw raise(call, failure)
      binding.measure('portico.retries', 1, call, { 'error.type': failure.code })
      await pause(call, wait)
      if (state === 'unknown' && operation.definition.idempotency?.by === 'lookup' && (await lookFirst(call)).found) return
    }
  },
}

function connect(call: Call): Connection | Promise<Connection> {
  const refuse = (error: unknown): never => {
    if (error instanceof ConnectionProblem) throw call.fail({ code: error.code, message: error.message })
    if (error instanceof HostNotAllowed) throw call.fail({ code: 'host_not_allowed', message: error.message })
    throw call.fail({ code: 'unauthenticated', message: 'the credentials could not be had', cause: error, retryable: true })
  }
  try {
    const connection = call.binding.connections.current()
    return connection instanceof Promise ? connection.catch(refuse) : connection
  } catch (error) {
    return refuse(error)
  }
}

function render(call: Call): RenderedRequest {
  try {
    return call.operation.render(call.input, { idempotencyKey: call.idempotencyKey, cursor: call.options.cursor })
  } catch (error) {
    if (!(error instanceof InvalidRequest)) throw error
    const issues = [{ path: error.field, message: error.message }]
    throw call.fail({ code: 'invalid_input', message: `${error.field}: ${error.message}`, issues })
  }
}

/** What kept an attempt from being made. Anything that is not ours goes on as it is. */
function notSent(call: Call, error: unknown): Classified {
  const base = { commitState: 'not_sent', retryable: false } as const
  const { signal } = call.options
  if (signal?.aborted && error === signal.reason) return { ...base, code: 'cancelled', message: 'cancelled before it was sent' }
  if (isAuthorizationError(error)) {
    const { code, message, retryAfterMs } = error
    return { ...base, code, message, retryAfterMs, retryable: code === 'unavailable', cause: error }
  }
  if (error instanceof HostNotAllowed) return { ...base, code: 'host_not_allowed', message: error.message }
  throw error
}

/** Waits for the rate budget, then for the circuit; gives the milliseconds that it took. */
function enter(call: Call): 0 | Promise<number> {
  const wait = call.binding.takeRate(call.operation)
  if (wait > 0) return queue(call, wait)
  throughCircuit(call)
  return 0
}

async function queue(call: Call, first: number): Promise<number> {
  const { binding, operation } = call
  let waited = 0
  for (let wait = first; wait > 0; wait = binding.takeRate(operation)) {
    if (binding.clock.now() + wait > call.deadline) {
      throw call.fail({
        code: 'rate_limited',
        message: `the vendor's rate limit is spent for another ${Math.ceil(wait / 1_000)} s`,
        commitState: call.commitState,
        retryable: true,
        retryAfterMs: wait,
      })
    }
    binding.measure('portico.rate_limit.wait', wait / 1_000, call)
    waited += wait
    await pause(call, wait)
  }
  throughCircuit(call)
  return waited
}

function throughCircuit(call: Call): void {
  const opensAfter = call.binding.circuit.enter()
  if (opensAfter === undefined) return
  throw call.fail({
    code: 'unavailable',
    message: 'the circuit is open: the vendor failed several times in a row',
    commitState: call.commitState,
    retryable: true,
    retryAfterMs: opensAfter,
  })
}

async function pause(call: Call, ms: number): Promise<void> {
  try {
    await call.binding.clock.wait(ms, call.options.signal)
  } catch {
    // Only the signal ends a wait early; what the vendor did before it stays as it is.
    throw call.fail({ code: 'cancelled', message: 'cancelled while waiting', commitState: call.commitState })
  }
}

function learn(call: Call, outcome: AttemptOutcome): void {
  const { circuit, rateBudget } = call.binding
  if (outcome.kind === 'answered') {
    circuit.succeeded()
    call.rateLimitRemaining = rateBudget.learn(outcome.answer.headers) ?? call.rateLimitRemaining
  } else if (outcome.kind === 'failed') {
    if (outcome.headers) call.rateLimitRemaining = rateBudget.learn(outcome.headers) ?? call.rateLimitRemaining
    if (outcome.failure.vendor?.requestId) call.vendorRequestId = outcome.failure.vendor.requestId
    const { code } = outcome.failure
    if (code === 'unavailable' || code === 'timeout') circuit.failed()
    else if (outcome.status !== undefined) circuit.succeeded()
    else circuit.toldNothing()
  }
}

/** A spent budget says when it starts anew, also where the answer has no Retry-After. */
function retryAfterOf(call: Call, failure: Classified): number | undefined {
  if (failure.retryAfterMs !== undefined || failure.code !== 'rate_limited') return failure.retryAfterMs
  return call.binding.rateBudget.waitMs(call.operation.definition.budget)
}

const tellsNothing: ReadonlySet<string> = new Set([
  'rate_limited',
  'unavailable',
  'timeout',
  'cancelled',
  'unauthenticated',
  'in_progress',
])

/**
 * Whether the vendor acted, over all sendings. Once one of them may have acted, a later "not now" does not undo that; only an
 * answer to the same key does, because the vendor then speaks of both.
 */
function settledState(call: Call, failure: Classified): CommitState {
  if (call.commitState !== 'unknown') return failure.commitState
  if (failure.commitState === 'committed') return 'committed'
  const by = call.operation.definition.idempotency?.by
  const definite = failure.commitState === 'refused' && !tellsNothing.has(failure.code) && (by === 'header' || by === 'field')
  return definite ? 'refused' : 'unknown'
}

function alreadyDone(call: Call, failure: Classified): boolean {
  const { alreadyDone: done } = call.operation.definition
  const vendorCode = failure.vendor?.code ?? failure.vendor?.undeclaredCode
  if (!done || vendorCode === undefined || !Object.hasOwn(done, vendorCode)) return false
  // This sending is the second when one before it, of this call or of an abandoned claim, may have acted.
  const earlier = done[vendorCode]!({ input: call.input as never, resent: call.commitState === 'unknown' })
  if (earlier === undefined) return false
  call.commitState = 'committed'
  call.picked = earlier.output
  return true
}

/** Milliseconds until the next attempt, or undefined when there is none. Nothing is sent again that could act twice. */
function nextWaitMs(call: Call, failure: Classified, number: number, attempts: number): number | undefined {
  if (!failure.retryable || number >= attempts) return undefined
  const { binding, operation } = call
  const now = binding.clock.now()
  if (failure.commitState === 'unknown' && !mayResend(call, call.firstSentAt!, now)) return undefined
  const { retry } = operation.definition
  const wait = retry ? backoffMs(retry, number, failure.retryAfterMs, binding.clock.random()) : undefined
  // A wait that ends after the deadline helps nobody: the caller is told how long instead.
  if (wait === undefined || now + wait >= call.deadline) return undefined
  return binding.retryBudget.take() ? wait : undefined
}

function raise(call: Call, failure: Classified): Error {
  const unknown = failure.commitState === 'unknown'
  // A new call under the same key is safe where nothing happened, or where the vendor recognises the key.
  const retryable = unknown ? mayResend(call, call.firstSentAt!, call.binding.clock.now()) : failure.retryable
  const cause = failure.cause === undefined ? {} : { cause: failure.cause }
  const hint = unknown && !retryable ? ' (the vendor may have acted: reconcile before it is sent again)' : ''
  return call.fail({
    ...failure,
    ...cause,
    retryable,
    message: failure.message + hint,
    retryAfterMs: failure.retryAfterMs,
  })
}
