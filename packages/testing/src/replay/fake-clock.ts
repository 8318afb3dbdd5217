import type { Clock } from '@portico/core'

/** A clock on which waiting takes no time: it advances by the time waited for. Random numbers are always one half. */
export interface FakeClock extends Clock {
  /** Milliseconds of each wait, in order. */
  readonly waits: readonly number[]
  /** Advances without a wait, as while a vendor takes its time. */
  advance(ms: number): void
}

/** `startAt` in epoch milliseconds. */
export function fakeClock(startAt: number): FakeClock {
  const waits: number[] = []
  let now = startAt
  return {
    waits,
    now: () => now,
    random: () => 0.5,
    advance(ms) {
      now += ms
    },
    wait: async (ms, signal) => {
      signal?.throwIfAborted()
      waits.push(ms)
      now += ms
    },
  }
}
