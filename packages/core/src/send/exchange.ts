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

/** The checks between one sending and the next that keep a call from acting twice. A read needs none. */
export interface Resending {
  /** Whether the vendor acted, across all sendings so far. */
  state(failure: Classified): CommitState
  /** True where the vendor's refusal means that the effect is there. `resent`: an earlier sending may have acted. */
  alreadyDone(failure: Classified, resent: boolean): boolean
  mayResend(): boolean
  /** Called before a sending of unknown outcome is repeated; true if the effect was found. */
  found(): Promise<boolean>
  failure(failure: Classified): Error
}

/**
 * rate budget → circuit → attempt ⟲ retry, until an answer; returns what is read from it, or undefined if the effect turned out
 * to be there.
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
      // A token may expire early. The vendor did nothing, so this is not a retry.
      mayRefresh = false
      number--
      if (sending.commitState === 'not_sent') sending.commitState = 'refused'
      learn(sending, outcome)
      continue
    }
    const durationMs = performance.now() - started
    // What the vendor did is noted first, since learning from it and reporting it may fail.
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
    // It was resent if an earlier sending, of this call or of an abandoned claim, may have acted.
    const resent = sending.commitState === 'unknown'
    // Set before the connector says what the refusal means: it may throw, and something was sent.
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

/** Nothing was sent only if there was no attempt. */
function overAll({ commitState }: Sending, latest: CommitState): CommitState {
  return latest === 'not_sent' && commitState === 'refused' ? 'refused' : latest
}

/** Receipts keep the list, and an array that was pushed to has room for seventeen. */
function noteAttempt(sending: Sending, made: Attempt): void {
  sending.attempts = sending.attempts.length === 0 ? [made] : [...sending.attempts, made]
}

/** What prevented the attempt counts as its failure. Errors that are not ours are rethrown unchanged. */
function notMade(sending: Sending, error: unknown, reached: boolean): AttemptOutcome {
  const refusal = refusalOf(error)
  if (refusal) return { kind: 'failed', failure: { ...refusal, commitState: 'not_sent' } }
  // The circuit may have let this one pass as its only probe.
  sending.binding.circuit.toldNothing(sending)
  if (reached) {
    sending.commitState = sending.operation.writes ? 'unknown' : 'refused'
    sending.lastSentAt = sending.binding.clock.now()
  }
  throw error
}

/** A spent budget says when it resets, even if the answer has no Retry-After. */
function retryAfterOf(sending: Sending, failure: Classified): number | undefined {
  if (failure.retryAfterMs !== undefined || failure.code !== 'rate_limited') return failure.retryAfterMs
  return sending.binding.rateBudget.waitMs(sending.operation.definition.budget)
}

/** Milliseconds until the next attempt, or undefined if there is none. Nothing that could act twice is resent. */
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
