import { abortable } from '../auth/abortable.ts'
import type { Call } from '../call/call.ts'

// Node turns a longer delay into one millisecond.
const longestTimerMs = 2_147_483_647

/** Waits for something that calls share, such as a new token, until this call's deadline or signal: the others wait on. */
export async function beforeDeadline<T>(call: Call, shared: Promise<T>, what: string): Promise<T> {
  const { signal } = call.options
  const left = Math.ceil(call.deadline - call.binding.clock.now())
  const timeout = AbortSignal.timeout(Math.min(Math.max(0, left), longestTimerMs))
  try {
    return await abortable(shared, signal ? AbortSignal.any([signal, timeout]) : timeout)
  } catch (error) {
    const { commitState } = call
    if (signal?.aborted && error === signal.reason)
      throw call.fail({ code: 'cancelled', message: `cancelled while waiting for ${what}`, commitState })
    if (error === timeout.reason)
      throw call.fail({
        code: 'timeout',
        message: `there were no ${what} before the call's deadline`,
        commitState,
        retryable: true,
      })
    throw error
  }
}
