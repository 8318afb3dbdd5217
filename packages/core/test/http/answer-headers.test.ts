import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readRateLimit } from '../../src/http/rate-limit-headers.ts'
import { parseRetryAfter } from '../../src/http/retry-after.ts'
import { rateHeaders } from '../../src/contract/limits.ts'

const now = Date.UTC(2026, 10, 24, 12, 0, 0)

describe('Retry-After', () => {
  test.each([
    ['120', 120_000],
    [' 5 ', 5_000],
    ['0', 0],
    ['1.5', 1_500],
    ['-30', 0],
    ['Tue, 24 Nov 2026 12:00:30 GMT', 30_000],
    ['Tuesday, 24-Nov-26 12:00:30 GMT', 30_000],
    ['Tue Nov 24 12:00:30 2026', 30_000],
    ['Sun Nov  6 08:49:37 1994', 0],
    ['Sun, 06 Nov 1994 08:49:37 GMT', 0],
    // Ninety-four lies more than fifty years ahead, so it is 1994.
    ['Sunday, 06-Nov-94 08:49:37 GMT', 0],
    ['Tue, 24 Nov 2026 12:00:60 GMT', 60_000],
    ['99999999999', 86_400_000],
    ['Tue, 24 Nov 2099 12:00:00 GMT', 86_400_000],
  ])('%s is %d ms', (value, ms) => {
    expect(parseRetryAfter(value, now)).toBe(ms)
  })

  test.each([
    undefined,
    '',
    'soon',
    '12 seconds',
    '1e3',
    '0x10',
    'Infinity',
    '2026-11-24T12:00:30Z',
    'Tue, 24 Nov 2026 12:00:30',
    'Tue, 24 Nov 2026 12:00:30 CET',
    'Tue, 24 nov 2026 12:00:30 GMT',
    'Tue, 31 Jun 2026 12:00:30 GMT',
    'Tue, 24 Nov 2026 25:00:00 GMT',
    'Tue, 24 Nov 2026 12:61:00 GMT',
  ])('%s says nothing', (value) => {
    expect(parseRetryAfter(value, now)).toBeUndefined()
  })

  test('is at most what the caller waits', () => {
    expect(parseRetryAfter('120', now, 10_000)).toBe(10_000)
  })

  test('every date is read back from the form that the standard prefers', () => {
    const whole = fc.integer({ min: Date.UTC(1990, 0, 1) / 1000, max: Date.UTC(2100, 0, 1) / 1000 })
    fc.assert(
      fc.property(whole, whole, (at, today) => {
        const wait = parseRetryAfter(new Date(at * 1000).toUTCString(), today * 1000, Infinity)
        expect(wait).toBe(Math.max(0, at - today) * 1000)
      }),
    )
  })
})

describe('rate limit headers', () => {
  const limits = rateHeaders({ limit: 'x-limit', remaining: 'x-left', reset: 'x-reset', unit: 'epoch-seconds' })
  const read = (unit: typeof limits.unit, reset: string, left = '7'): unknown =>
    readRateLimit({ 'x-left': left, 'x-reset': reset, 'x-limit': '100' }, { ...limits, unit }, now)

  test.each([
    ['epoch-seconds', '1795521630', 1795521630_000],
    ['epoch-seconds', '1795521630.25', 1795521630_250],
    ['epoch-milliseconds', '1795521630123', 1795521630123],
    ['delta-seconds', '30', now + 30_000],
    ['delta-seconds', '-1', now],
  ] as const)('%s %s', (unit, reset, resetAt) => {
    expect(read(unit, reset)).toEqual({ remaining: 7, resetAt, limit: 100 })
  })

  test('a negative value counts as zero', () => {
    expect(read('delta-seconds', '30', '-3')).toMatchObject({ remaining: 0 })
  })

  test('the limit may be missing, and what is left is then still known', () => {
    const { limit: _limit, ...silent } = limits
    expect(readRateLimit({ 'x-left': '1', 'x-reset': '2', 'x-limit': '3' }, silent, now)).toEqual({
      remaining: 1,
      resetAt: 2_000,
    })
    expect(readRateLimit({ 'x-left': '1', 'x-reset': '2', 'x-limit': 'many' }, limits, now)).toEqual({
      remaining: 1,
      resetAt: 2_000,
    })
  })

  test.each([
    [{}],
    [{ 'x-left': '1' }],
    [{ 'x-reset': '1' }],
    [{ 'x-left': '', 'x-reset': '1' }],
    [{ 'x-left': 'NaN', 'x-reset': '1' }],
    [{ 'x-left': '1, 2', 'x-reset': '1' }],
    [{ 'x-left': '1', 'x-reset': 'Tue, 24 Nov 2026 12:00:30 GMT' }],
  ])('%o says nothing', (headers) => {
    expect(readRateLimit(headers, limits, now)).toBeUndefined()
  })
})
