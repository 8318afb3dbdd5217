import { EndpointRefusal } from '../endpoint-refusal.ts'

const tolerableMs = 30_000

/**
 * Runs `attempt` at this machine's time and, where the server refuses and its clock turns out to differ, once more at the
 * server's: an assertion is only good around the time at which it says it was made.
 */
export async function atServerTime<T>(now: number, attempt: (at: number) => Promise<T>): Promise<T> {
  try {
    return await attempt(now)
  } catch (error) {
    if (!(error instanceof EndpointRefusal) || (error.status !== 400 && error.status !== 401)) throw error
    const { serverTime } = error
    if (serverTime === undefined || Math.abs(serverTime - now) < tolerableMs) throw error
    return attempt(serverTime)
  }
}
