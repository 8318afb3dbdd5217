import type { Limits } from '../contract/limits.ts'
import type { Clock } from '../ports/clock.ts'
import { readRateLimit } from '../http/rate-limit-headers.ts'

/** How much of the vendor's rate limit this connection may still use, from its headers or its documentation. */
export interface RateBudget {
  /** Milliseconds to wait before a call of this weight; 0 when it may go now, and then it is counted. */
  take(weight: number): number
  /** What an answer tells. Returns what is left, when it says. */
  learn(headers: Readonly<Record<string, string>>): number | undefined
  readonly remaining: number | undefined
}

export function rateBudget(limits: Limits | undefined, clock: Clock): RateBudget {
  if (limits?.by === 'period') return perPeriod(limits, clock)
  if (limits?.by === 'headers') return fromHeaders(limits, clock)
  return unlimited
}

const unlimited: RateBudget = { take: () => 0, learn: () => undefined, remaining: undefined }

function perPeriod({ calls, periodMs }: Extract<Limits, { by: 'period' }>, clock: Clock): RateBudget {
  const perMs = calls / periodMs
  // A burst of one second's worth, so that the sum holds whenever the period starts.
  const burst = Math.max(1, perMs * Math.min(1_000, periodMs))
  let tokens = burst
  let at = clock.now()
  return {
    take(weight) {
      const now = clock.now()
      tokens = Math.min(burst, tokens + (now - at) * perMs)
      at = now
      // A call that weighs more than the whole burst would wait for ever.
      const needed = Math.min(weight, burst)
      if (tokens < needed) return Math.ceil((needed - tokens) / perMs)
      tokens -= weight
      return 0
    },
    learn: () => undefined,
    get remaining() {
      return Math.max(0, Math.floor(tokens))
    },
  }
}

function fromHeaders(limits: Extract<Limits, { by: 'headers' }>, clock: Clock): RateBudget {
  let remaining: number | undefined
  let resetAt = 0
  return {
    take(weight) {
      if (remaining === undefined) return 0
      const now = clock.now()
      if (now >= resetAt) {
        remaining = undefined
        return 0
      }
      if (remaining < weight) return resetAt - now
      // Calls in flight are not in the vendor's number yet.
      remaining -= weight
      return 0
    },
    learn(headers) {
      const told = readRateLimit(headers, limits, clock.now())
      if (!told) return undefined
      // Answers of calls in flight arrive out of order: within one window the lowest number is the newest.
      const sameWindow = remaining !== undefined && Math.abs(told.resetAt - resetAt) < 1_000
      remaining = sameWindow ? Math.min(remaining!, told.remaining) : told.remaining
      resetAt = told.resetAt
      return told.remaining
    },
    get remaining() {
      return remaining
    },
  }
}
