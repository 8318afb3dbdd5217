import type { Retry } from '../contract/statements.ts'

const defaultFirstWaitMs = 250
const defaultLongestWaitMs = 20_000

/**
 * Milliseconds before the next attempt. Full jitter: anything between zero and the doubled wait, so that callers who failed
 * together do not retry together. If the vendor says how long, the wait is that and a little more.
 */
export function backoffMs(retry: Retry, attempt: number, retryAfterMs: number | undefined, random: number): number {
  const first = retry.firstWaitMs ?? defaultFirstWaitMs
  const longest = retry.longestWaitMs ?? defaultLongestWaitMs
  if (retryAfterMs !== undefined) return retryAfterMs + Math.floor(random * Math.min(first, 250))
  return Math.floor(random * Math.min(longest, first * 2 ** (attempt - 1)))
}
