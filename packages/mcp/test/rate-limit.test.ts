import { expect, test } from 'vitest'
import { systemClock } from '@portico/core'
import { RateLimit } from '../src/http/rate-limit.ts'

test('a clock that is set back takes nothing from a client: it would be refused for as long as that was', () => {
  let now = 10_000_000
  const rates = new RateLimit({ perSecond: 1, burst: 2, concurrent: 10 }, { ...systemClock, now: () => now })
  expect(rates.enter('agent')).toBeUndefined()
  now -= 3_600_000
  expect(rates.enter('agent')).toBeUndefined()
  expect(rates.enter('agent')).toBe(1_000)
})
