import { parseHttpDate } from './http-date.ts'

/**
 * `Retry-After` in milliseconds from `now` (epoch milliseconds), read from seconds or any date form of RFC 9110. A time in the
 * past is 0, a wait is capped at `longestMs`, and anything else is undefined.
 */
export function parseRetryAfter(value: string | undefined, now: number, longestMs = 24 * 60 * 60 * 1000): number | undefined {
  if (value === undefined) return undefined
  const text = value.trim()
  // The standard allows only whole seconds; vendors send fractions too.
  const waitMs = /^[+-]?\d+(?:\.\d+)?$/.test(text) ? Number(text) * 1000 : (parseHttpDate(text, now) ?? Number.NaN) - now
  if (Number.isNaN(waitMs)) return undefined
  return Math.min(Math.max(Math.ceil(waitMs), 0), longestMs)
}
