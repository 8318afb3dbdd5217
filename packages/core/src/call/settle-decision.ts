import type { Code } from '../contract/failure.ts'
import type { ConnectorError } from '../error/connector-error.ts'
import { mayResend } from './claim.ts'
import type { Call } from './call.ts'

/**
 * Gives back the decision of a call that came to nothing, or whose outcome the same key will resolve. Where it stays used up, the
 * error does not promise that the call may be made again.
 */
export function settleDecision(call: Call): void | Promise<void> {
  const { approved, error } = call
  if (!approved || !error) return
  if (!approved.giveBack || !helpsLater(call, error)) return stayUsed(call, error)
  const given = approved.giveBack()
  if (typeof given === 'boolean') return given ? undefined : stayUsed(call, error)
  return given.then(
    (done) => (done ? undefined : stayUsed(call, error)),
    (reason: unknown) => {
      stayUsed(call, error)
      throw reason
    },
  )
}

/** Not retryable as they are, but resolved once the cause is fixed or the caller comes back. */
const passing: ReadonlySet<Code> = new Set(['cancelled', 'timeout', 'unavailable', 'unauthenticated'])

/**
 * Whether a later try under the decision can do what was decided, and can't do it twice. A decision that can no longer pass is
 * used up, so that the same call may be requested again.
 */
function helpsLater(call: Call, error: ConnectorError): boolean {
  if (call.commitState === 'committed') return false
  if (call.commitState !== 'unknown') return error.retryable || passing.has(error.code)
  const now = call.binding.clock.now()
  return call.claimed !== undefined && mayResend(call, call.firstSentAt ?? now, now)
}

function stayUsed(call: Call, error: ConnectorError): void {
  if (!error.retryable) return
  const { code, commitState, retryAfterMs, vendor, issues, cause } = error
  const said = error.message.slice(`${error.connector}.${error.operation}: `.length)
  const next = commitState === 'unknown' ? 'look at the vendor and reconcile' : 'ask for it again'
  const message = `${said} (its approval is used up: ${next})`
  call.error = call.fail({ code, message, commitState, retryAfterMs, vendor, issues, cause, retryable: false })
}
