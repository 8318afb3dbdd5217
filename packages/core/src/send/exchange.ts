import { performance } from 'node:perf_hooks'
import type { RenderedRequest } from '../call/render-request.ts'
import type { Connection } from '../client/connection.ts'
import type { CommitState } from '../contract/failure.ts'
import type { Attempt } from '../contract/receipt.ts'
import { attempt, type AttemptOutcome } from './attempt.ts'
import { backoffMs } from './backoff.ts'
import type { Classified } from './classify.ts'
import { enter, pause } from './enter.ts'
import { learn } from './learn.ts'
import { refusalOf } from './refusal.ts'
import type { Sending } from './sending.ts'

export type Answered = Extract<AttemptOutcome, { kind: 'answered' }>

/** What a call asks itself between one sending and the next, so that nothing acts twice. A read has nothing to ask. */
export interface Resending {
  /** Whether the vendor acted, over all sendings so far. */
  state(failure: Classified): CommitState
  /** True where the vendor's refusal means that the effect is there. `resent`: an earlier sending may have acted. */
  alreadyDone(failure: Classified, resent: boolean): boolean
  mayResend(): boolean
  /** Asked before a sending of unknown outcome is repeated; true where the effect was found. */
  found(): Promise<boolean>
  failure(failure: Classified): Error
}

/**
 * rate budget → circuit → attempt ⟲ retry, to an answer, and gives what is read out of it; undefined where the effect turned out to
 * be there.
 */
export async function exchange<S extends Sending, T>(
  sending: S,
  connection: Connection,
  rendered: RenderedRequest,
  read: (sending: S, answered: Answered) => T,
  resendingOf?: (sending: S) => Resending,
): Promise<T | undefined> {
  const { binding } = sending
  let mayRefresh = true
  for (let number = 1; ; number++) {
    const entering = enter(sending)
    const waitedMs = entering === 0 ? 0 : await entering
    const started = performance.now()
    sending.firstSentAt ??= binding.clock.now()
    const { requests } = sending
    let outcome: AttemptOutcome
    try {
      outcome = await attempt(sending, connection, rendered, mayRefresh)
    } catch (error) {
      outcome = notMade(sending, error, sending.requests > requests)
    }
    if (outcome.kind !== 'answered') sending.lastSentAt = binding.clock.now()
    if (outcome.kind === 'token_refused') {
      // A token may run out early. The vendor did nothing, so this is not a retry.
      mayRefresh = false
      number--
      if (sending.commitState === 'not_sent') sending.commitState = 'refused'
      learn(sending, outcome)
      continue
    }
    const durationMs = performance.now() - started
    // What the vendor did is written down first: what we learn from it, and whom we tell, may fail.
    if (outcome.kind === 'answered') {
      noteAttempt(sending, { status: outcome.answer.status, durationMs, waitedMs })
      sending.commitState = 'committed'
      learn(sending, outcome)
      binding.retryBudget.succeeded()
      return read(sending, outcome)
    }
    const { status } = outcome
    noteAttempt(sending, { ...(status !== undefined && { status }), code: outcome.failure.code, durationMs, waitedMs })
    const resending = resendingOf?.(sending)
    // It was sent a second time where a sending before it, of this call or of an abandoned claim, may have acted.
    const resent = sending.commitState === 'unknown'
    // Before the connector is asked what the refusal means: it may fail over it, and something was sent.
    sending.commitState = overAll(sending, resending ? resending.state(outcome.failure) : outcome.failure.commitState)
    const done = resending?.alreadyDone(outcome.failure, resent) === true
    learn(sending, outcome)
    if (done) return undefined
    const { commitState } = sending
    const failure = { ...outcome.failure, commitState, retryAfterMs: retryAfterOf(sending, outcome.failure) }
    const wait = nextWaitMs(sending, failure, number, resending)
    if (wait === undefined) throw resending ? resending.failure(failure) : sending.fail(failure)
    binding.measure('portico.retries', 1, sending, { 'error.type': failure.code })
    if (failure.code === 'rate_limited') sending.waiting?.(wait)
    await pause(sending, wait)
    if (commitState === 'unknown' && (await resending?.found())) return undefined
  }
}

/** Nothing was sent only where no attempt was. */
function overAll({ commitState }: Sending, latest: CommitState): CommitState {
  return latest === 'not_sent' && commitState === 'refused' ? 'refused' : latest
}

/** Receipts keep the list: one that is pushed to has room for seventeen. */
function noteAttempt(sending: Sending, made: Attempt): void {
  sending.attempts = sending.attempts.length === 0 ? [made] : [...sending.attempts, made]
}

/** What kept the attempt from being made counts as its failure. Anything that is not ours goes on as it is. */
function notMade(sending: Sending, error: unknown, reached: boolean): AttemptOutcome {
  const refusal = refusalOf(error)
  if (refusal) return { kind: 'failed', failure: { ...refusal, commitState: 'not_sent' } }
  // The circuit may have let this one pass as its one probe.
  sending.binding.circuit.toldNothing(sending)
  if (reached) {
    sending.commitState = sending.operation.writes ? 'unknown' : 'refused'
    sending.lastSentAt = sending.binding.clock.now()
  }
  throw error
}

/** A spent budget says when it starts anew, also where the answer has no Retry-After. */
function retryAfterOf(sending: Sending, failure: Classified): number | undefined {
  if (failure.retryAfterMs !== undefined || failure.code !== 'rate_limited') return failure.retryAfterMs
  return sending.binding.rateBudget.waitMs(sending.operation.definition.budget)
}

/** Milliseconds until the next attempt, or undefined when there is none. Nothing is sent again that could act twice. */
function nextWaitMs(sending: Sending, failure: Classified, number: number, resending: Resending | undefined): number | undefined {
  const { binding, operation } = sending
  const { retry } = operation.definition
  if (!retry || !failure.retryable || number >= retry.attempts) return undefined
  const now = binding.clock.now()
  if (failure.commitState === 'unknown' && !resending?.mayResend()) return undefined
  const wait = backoffMs(retry, number, failure.retryAfterMs, binding.clock.random())
  // A wait that ends after the deadline helps nobody: the caller is told how long instead.
  if (now + wait >= sending.deadline) return undefined
  if (binding.retryBudget.take()) return wait
  binding.measure('portico.retries_refused', 1, sending)
  return undefined
}
