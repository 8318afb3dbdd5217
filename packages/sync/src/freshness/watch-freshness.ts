import { type Clock, systemClock } from '@portico/core'
import type { Freshness } from './freshness.ts'

/** What a watch checks, and where it reports. */
export interface FreshnessWatch {
  /** Checks the streams of one place now. */
  readonly look: (now: number) => Promise<readonly Freshness[]>
  /** Called with the streams that have become stale, or fresh again, since the last check; the first time, with all. */
  readonly tell: (changed: readonly Freshness[], now: number) => Promise<void>
  /** Called for a failed check; the next one comes in a minute. */
  readonly onTrouble: (error: unknown) => void
  readonly signal: AbortSignal
  readonly clock?: Pick<Clock, 'now' | 'wait'>
}

const soonestMs = 60_000
const latestMs = 3_600_000

/**
 * Notices a stream that becomes stale while nothing runs. A check opens the destination, which another process may want for
 * itself, so none is made before a stream could be stale. Resolves when the signal is aborted.
 */
export async function watchFreshness({ look, tell, onTrouble, signal, clock = systemClock }: FreshnessWatch): Promise<void> {
  const wasStale = new Map<string, boolean>()
  while (!signal.aborted) {
    let delay = soonestMs
    try {
      const now = clock.now()
      const found = await look(now)
      const changed = found.filter(({ stream, isStale }) => wasStale.get(stream) !== isStale)
      if (changed.length > 0) await tell(changed, now)
      for (const { stream, isStale } of changed) wasStale.set(stream, isStale)
      delay = nextLook(found)
    } catch (error) {
      onTrouble(error)
    }
    // An abort is how it normally ends.
    await clock.wait(delay, signal).catch(() => undefined)
  }
}

/** Milliseconds until a stream that is fresh now could be stale; a short wait while one has yet to become fresh. */
function nextLook(found: readonly Freshness[]): number {
  const left = found.map(({ ageMs, promisedMs, isStale }) => (isStale || ageMs === undefined ? 0 : promisedMs - ageMs + 1))
  return Math.min(latestMs, Math.max(soonestMs, ...(left.length === 0 ? [0] : [Math.min(...left)])))
}
