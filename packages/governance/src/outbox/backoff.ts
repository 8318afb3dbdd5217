import { type Clock, systemClock } from '@portico/core'

const firstMs = 1_000
const longestMs = 300_000

/** Milliseconds until the next try: doubles with each failure in a row, jittered by up to half so that entities spread out. */
export function retryWaitMs(failures: number, clock: Clock = systemClock): number {
  const wait = Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 20))
  return Math.round(wait * (0.5 + clock.random() / 2))
}
