import type { Limits } from '../contract/limits.ts'
import type { Clock } from '../ports/clock.ts'
import { readRateLimit } from '../http/rate-limit-headers.ts'

/** How much of the vendor's rate limit this connection may still use, from its headers or its documentation. */
export interface RateBudget {
  /** Milliseconds to wait before a call of this weight; 0 when it may go now, and then it is counted. */
  take(weight: number, resource?: string): number
  /** Learns from an answer. Returns what is left, if the answer says. */
  learn(headers: Readonly<Record<string, string>>): number | undefined
  /** Milliseconds until a spent budget resets; undefined if it is not known to be spent. */
  waitMs(resource?: string): number | undefined
  readonly remaining: number | undefined
}

export function rateBudget(limits: Limits | undefined, clock: Clock): RateBudget {
  if (limits?.by === 'period') return perPeriod(limits, clock)
  if (limits?.by === 'headers') return fromHeaders(limits, clock)
  return unlimited
}

const unlimited: RateBudget = { take: () => 0, learn: () => undefined, waitMs: () => undefined, remaining: undefined }

function perPeriod({ calls, periodMs, burst: stated }: Extract<Limits, { by: 'period' }>, clock: Clock): RateBudget {
  const perMs = calls / periodMs
  // A burst of one second's worth, so that the sum holds whenever the period starts.
  const burst = Math.max(1, stated ?? perMs * Math.min(1_000, periodMs))
  let tokens = burst
  let at = clock.now()
  return {
    take(weight) {
      const now = clock.now()
      // A clock that is set back takes nothing away: otherwise calls would wait for that much longer.
      tokens = Math.min(burst, tokens + Math.max(0, now - at) * perMs)
      at = now
      // A call that weighs more than the whole burst would wait forever.
      const needed = Math.min(weight, burst)
      if (tokens < needed) return Math.ceil((needed - tokens) / perMs)
      tokens -= weight
      return 0
    },
    learn: () => undefined,
    waitMs: () => undefined,
    get remaining() {
      return Math.max(0, Math.floor(tokens))
    },
  }
}

interface Window {
  remaining: number
  resetAt: number
}

function fromHeaders(limits: Extract<Limits, { by: 'headers' }>, clock: Clock): RateBudget {
  // One window per resource; a vendor that names none has one.
  const windows = new Map<string, Window>()
  let main = limits.mainResource
  const windowOf = (resource: string | undefined): Window | undefined => {
    const name = resource ?? main
    const window = name === undefined ? undefined : windows.get(name)
    return window && clock.now() < window.resetAt ? window : undefined
  }
  return {
    take(weight, resource) {
      const window = windowOf(resource)
      if (!window) return 0
      if (window.remaining < weight) return window.resetAt - clock.now()
      // The vendor's number does not include calls in flight yet.
      window.remaining -= weight
      return 0
    },
    learn(headers) {
      const told = readRateLimit(headers, limits, clock.now())
      if (!told) return undefined
      const name = (limits.resource === undefined ? undefined : headers[limits.resource]) ?? main ?? 'main'
      main ??= name
      const known = windows.get(name)
      // Answers of calls in flight arrive out of order: within one window the lowest number is the newest.
      const sameWindow = known !== undefined && Math.abs(told.resetAt - known.resetAt) < 1_000
      windows.set(name, {
        remaining: sameWindow ? Math.min(known.remaining, told.remaining) : told.remaining,
        resetAt: told.resetAt,
      })
      return told.remaining
    },
    waitMs(resource) {
      const window = windowOf(resource)
      return window && window.remaining < 1 ? window.resetAt - clock.now() : undefined
    },
    get remaining() {
      return windowOf(undefined)?.remaining
    },
  }
}
