import type { Call } from '../call/call.ts'
import { mayResend } from '../call/claim.ts'
import type { CommitState } from '../contract/failure.ts'
import { backoffMs } from './backoff.ts'
import type { Classified } from './classify.ts'

/** A spent budget says when it starts anew, also where the answer has no Retry-After. */
export function retryAfterOf(call: Call, failure: Classified): number | undefined {
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
export function settledState(call: Call, failure: Classified): CommitState {
  if (call.commitState !== 'unknown') return failure.commitState
  if (failure.commitState === 'committed') return 'committed'
  const by = call.operation.definition.idempotency?.by
  const definite = failure.commitState === 'refused' && !tellsNothing.has(failure.code) && (by === 'header' || by === 'field')
  return definite ? 'refused' : 'unknown'
}

/** True where the vendor's refusal means that the effect is there; the call then has its output. */
export function alreadyDone(call: Call, failure: Classified): boolean {
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
export function nextWaitMs(call: Call, failure: Classified, number: number): number | undefined {
  const { binding, operation } = call
  const { retry } = operation.definition
  if (!retry || !failure.retryable || number >= retry.attempts) return undefined
  const now = binding.clock.now()
  if (failure.commitState === 'unknown' && !mayResend(call, call.firstSentAt!, now)) return undefined
  const wait = backoffMs(retry, number, failure.retryAfterMs, binding.clock.random())
  // A wait that ends after the deadline helps nobody: the caller is told how long instead.
  if (now + wait >= call.deadline) return undefined
  if (binding.retryBudget.take()) return wait
  binding.measure('portico.retries_refused', 1, call)
  return undefined
}

/** The failure as the caller gets it, when nothing more is tried. */
export function failureOf(call: Call, failure: Classified): Error {
  const unknown = failure.commitState === 'unknown'
  // A new call under the same key is safe where nothing happened, or where the vendor recognises the key.
  const retryable = unknown ? mayResend(call, call.firstSentAt!, call.binding.clock.now()) : failure.retryable
  const hint = unknown && !retryable ? ' (the vendor may have acted: reconcile before it is sent again)' : ''
  return call.fail({ ...failure, retryable, message: failure.message + hint })
}
