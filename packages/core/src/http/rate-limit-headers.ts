import type { RateHeaders } from '../contract/limits.ts'

const longestMs = 24 * 60 * 60 * 1000

export interface RateLimit {
  readonly remaining: number
  /** Epoch milliseconds. */
  readonly resetAt: number
  /** Calls in a whole window, if the vendor says. */
  readonly limit?: number
}

/**
 * What an answer's headers say about the vendor's rate limit; undefined if they lack what is left or when it resets.
 * `now` in epoch milliseconds.
 */
export function readRateLimit(
  headers: Readonly<Record<string, string>>,
  limits: RateHeaders,
  now: number,
): RateLimit | undefined {
  const remaining = numberOf(headers[limits.remaining])
  const reset = numberOf(headers[limits.reset])
  if (remaining === undefined || reset === undefined) return undefined
  const limit = limits.limit === undefined ? undefined : numberOf(headers[limits.limit])
  return {
    remaining: Math.floor(remaining),
    // As with Retry-After: a reset in another unit than stated would stop all calls for good, with no answer to correct it.
    resetAt: Math.min(Math.ceil(resetAt(reset, limits.unit, now)), now + longestMs),
    ...(limit !== undefined && { limit: Math.floor(limit) }),
  }
}

function resetAt(reset: number, unit: RateHeaders['unit'], now: number): number {
  switch (unit) {
    case 'epoch-seconds':
      return reset * 1000
    case 'epoch-milliseconds':
      return reset
    case 'delta-seconds':
      return now + reset * 1000
  }
}

/** Vendors that are over their limit send negative numbers: nothing is left. */
function numberOf(value: string | undefined): number | undefined {
  if (value === undefined || !/^\s*-?\d+(?:\.\d+)?\s*$/.test(value)) return undefined
  return Math.max(0, Number(value))
}
