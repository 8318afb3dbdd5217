import { expect, test } from 'vitest'
import { rateHeaders, ratePerMinute, systemClock } from '@portico/core'
import { rateBudget } from '../../src/send/rate-budget.ts'

function budgetAt(options: { burst?: number }) {
  let now = 1_000_000
  const clock = { now: () => now, wait: () => Promise.resolve(), random: () => 0 }
  return { budget: rateBudget(ratePerMinute(20, options), clock), pass: (ms: number) => (now += ms) }
}

test('a stated burst goes at once, and after it calls come at the stated pace', () => {
  const { budget, pass } = budgetAt({ burst: 20 })
  expect(Array.from({ length: 20 }, () => budget.take(1))).toEqual(Array(20).fill(0))
  expect(budget.take(1)).toBe(3_000)
  pass(3_000)
  expect(budget.take(1)).toBe(0)
  expect(budget.take(1)).toBe(3_000)
})

test('a quiet time saves no more than the burst', () => {
  const { budget, pass } = budgetAt({ burst: 2 })
  pass(3_600_000)
  expect([budget.take(1), budget.take(1), budget.take(1)]).toEqual([0, 0, 3_000])
})

test('without a stated burst calls are spread over the minute', () => {
  const { budget } = budgetAt({})
  expect([budget.take(1), budget.take(1)]).toEqual([0, 3_000])
})

test('a vendor whose reset is written in another unit than it states is asked again after a day', () => {
  let now = 1_700_000_000_000
  const limits = rateHeaders({ remaining: 'x-left', reset: 'x-reset', unit: 'epoch-seconds' })
  const budget = rateBudget(limits, { ...systemClock, now: () => now })
  budget.learn({ 'x-left': '0', 'x-reset': String(now) })
  expect(budget.take(1)).toBe(86_400_000)
  now += 86_400_000
  expect(budget.take(1)).toBe(0)
})

test('a clock that is set back takes nothing away', () => {
  const { budget, pass } = budgetAt({ burst: 2 })
  pass(-3_600_000)
  expect([budget.take(1), budget.take(1), budget.take(1)]).toEqual([0, 0, 3_000])
})
