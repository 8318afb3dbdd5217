import { abortable } from '../auth/abortable.ts'
import type { Sending } from './sending.ts'

// Node turns a longer delay into 1 ms.
const longestTimerMs = 2_147_483_647

/** Waits for something that calls share, such as a new token, until this call's deadline or signal; other calls keep waiting. */
export async function beforeDeadline<T>(sending: Sending, shared: Promise<T>, what: string): Promise<T> {
  const { signal } = sending.options
  const left = Math.ceil(sending.deadline - sending.binding.clock.now())
  const timeout = AbortSignal.timeout(Math.min(Math.max(0, left), longestTimerMs))
  try {
    return await abortable(shared, signal ? AbortSignal.any([signal, timeout]) : timeout)
  } catch (error) {
    const { commitState } = sending
    if (signal?.aborted && error === signal.reason)
      throw sending.fail({ code: 'cancelled', message: `cancelled while waiting for ${what}`, commitState })
    if (error === timeout.reason)
      throw sending.fail({
        code: 'timeout',
        message: `${what} did not arrive before the call's deadline`,
        commitState,
        retryable: true,
      })
    throw error
  }
}
