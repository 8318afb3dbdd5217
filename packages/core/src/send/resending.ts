import type { Call } from '../call/call.ts'
import { mayResend } from '../call/claim.ts'
import type { CommitState } from '../contract/failure.ts'
import type { Classified } from './classify.ts'
import type { Resending } from './exchange.ts'
import { lookFirst } from './look-first.ts'

/** A call's own answers, from its operation's idempotency strategy. */
export function resendingOf(call: Call): Resending {
  return {
    state: (failure) => settledState(call, failure),
    alreadyDone: (failure, resent) => alreadyDone(call, failure, resent),
    mayResend: () => callMayResend(call),
    found: async () => call.operation.definition.idempotency?.by === 'lookup' && (await lookFirst(call)).found,
    failure: (failure) => failureOf(call, failure),
  }
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
 * Whether the vendor acted, across all sendings. Once one of them may have acted, a later "not now" does not undo that; only an
 * answer to the same key does, because it then covers both.
 */
function settledState(call: Call, failure: Classified): CommitState {
  if (call.commitState !== 'unknown') return failure.commitState
  if (failure.commitState === 'committed') return 'committed'
  const by = call.operation.definition.idempotency?.by
  const recognised = by === 'header' || by === 'field'
  return recognised && failure.commitState === 'refused' && speaksOfKey(failure) ? 'refused' : 'unknown'
}

/**
 * Whether the vendor looked at the key before it refused. A gateway knows no keys: its refusal, after the vendor acted, would
 * free the key for another payment. Unless the connector declares the code, a 403 may be a gateway's in the vendor's own format,
 * and a 409 usually says that the first sending is still under way (draft-ietf-httpapi-idempotency-key-header, its error
 * scenarios, read 2026-11-28).
 */
function speaksOfKey({ code, byVendor, vendor }: Classified): boolean {
  if (!byVendor || tellsNothing.has(code) || vendor?.status === undefined) return false
  if (vendor.code !== undefined) return true
  const { status } = vendor
  return (status < 300 || status > 399) && status !== 403 && status !== 409
}

/** True if the vendor's own refusal means that the effect is there; the call then has its output. */
function alreadyDone(call: Call, failure: Classified, resent: boolean): boolean {
  const { alreadyDone: done } = call.operation.definition
  const vendorCode = failure.vendor?.code ?? failure.vendor?.undeclaredCode
  if (!done || !failure.byVendor || vendorCode === undefined || !Object.hasOwn(done, vendorCode)) return false
  const earlier = done[vendorCode]!({ input: call.input as never, resent })
  if (earlier === undefined) return false
  call.wasThere = !resent
  call.commitState = 'committed'
  call.picked = earlier.output
  return true
}

function callMayResend(call: Call): boolean {
  return mayResend(call, call.firstSentAt!, call.binding.clock.now())
}

/** The failure as the caller gets it, once nothing more is tried. */
function failureOf(call: Call, failure: Classified): Error {
  call.refusedByVendor = failure.byVendor === true
  const unknown = failure.commitState === 'unknown'
  // A new call under the same key is safe where nothing happened, or where the vendor recognises the key.
  const retryable = unknown ? callMayResend(call) : failure.retryable
  const hint = unknown && !retryable ? ' (the vendor may have acted: reconcile before it is sent again)' : ''
  return call.fail({ ...failure, retryable, message: failure.message + hint })
}
