import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { AttemptTimers } from '../../src/http/attempt-timers.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const counted = (): { times: number; timedOut(): void } => ({
  times: 0,
  timedOut() {
    this.times++
  },
})

test('a timer that is used again runs its whole time, for the one that uses it', () => {
  const timers = new AttemptTimers()
  const [first, second] = [counted(), counted()]
  const timer = timers.start(first, 100)
  vi.advanceTimersByTime(60)
  timers.end(timer)
  expect(timers.start(second, 100)).toBe(timer)
  vi.advanceTimersByTime(99)
  expect([first.times, second.times]).toEqual([0, 0])
  vi.advanceTimersByTime(1)
  expect([first.times, second.times]).toEqual([0, 1])
})

test('a timer that ran out is not used again, and one that nobody uses is forgotten', () => {
  const timers = new AttemptTimers()
  const late = counted()
  const spent = timers.start(late, 100)
  vi.advanceTimersByTime(100)
  timers.end(spent)
  const fresh = timers.start(late, 100)
  expect(fresh).not.toBe(spent)
  timers.end(fresh)
  vi.advanceTimersByTime(100)
  expect(timers.start(late, 100)).not.toBe(fresh)
  expect(late.times).toBe(1)
})

test('only a limited number is kept of odd times and of a burst', () => {
  const timers = new AttemptTimers()
  const started = Array.from({ length: 400 }, (_, index) => timers.start(counted(), index < 300 ? 50 : index))
  for (const timer of started) timers.end(timer)
  expect(vi.getTimerCount()).toBe(256 + 7)
  timers.clear()
  expect(vi.getTimerCount()).toBe(0)
})
