import type { Call } from '../call/call.ts'
import { milliseconds } from '../contract/idempotency.ts'
import { runLookup } from '../call/run.ts'

/**
 * Before a call of unknown outcome is sent again, the vendor is asked whether the effect is there. It is asked only after the
 * declared settle time, because until then "not there" means nothing.
 */
export async function lookFirst(call: Call): Promise<{ readonly found: boolean }> {
  const { idempotency } = call.operation.definition
  if (idempotency?.by !== 'lookup') return { found: false }
  const { clock } = call.binding
  // From the last sending, not the first: each of them may have acted.
  const settled = call.lastSentAt! + milliseconds(idempotency.settle)
  const wait = settled - clock.now()
  if (wait > 0) {
    if (settled >= call.deadline) {
      throw call.fail({
        code: 'outcome_unknown',
        message:
          'the vendor may have acted, and its effect takes longer to show than this call has: call again with the same key',
        commitState: 'unknown',
        retryable: true,
        retryAfterMs: wait,
      })
    }
    try {
      await clock.wait(wait, call.options.signal)
    } catch {
      throw call.fail({ code: 'cancelled', message: 'cancelled while waiting', commitState: call.commitState })
    }
  }
  const idempotencyKey = call.idempotencyKey!
  const looked = await runLookup(call, idempotency, idempotency.input({ input: call.input as never, idempotencyKey }))
  if (!looked) return { found: false }
  const { output } = looked
  const found = idempotency.found({ input: call.input as never, output: output as never, idempotencyKey })
  if (found === undefined) return { found: false }
  call.commitState = 'committed'
  call.picked = found
  return { found: true }
}
