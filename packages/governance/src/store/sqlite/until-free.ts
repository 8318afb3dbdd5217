import { setTimeout as wait } from 'node:timers/promises'

/** How long a write waits for other processes' writes. */
export const busyTimeoutMs = 5_000

/**
 * Retries while another connection holds the file. SQLite's own waiting would block this thread, and with it a transaction of
 * this process that it may be waiting for.
 */
export async function untilFree<Result>(run: () => Result | Promise<Result>): Promise<Result> {
  const until = performance.now() + busyTimeoutMs
  for (let pauseMs = 1; ; pauseMs = Math.min(pauseMs * 2, 16)) {
    try {
      return await run()
    } catch (error) {
      if (!String((error as NodeJS.ErrnoException).code).startsWith('SQLITE_BUSY') || performance.now() > until) throw error
    }
    // Jittered, so that the one waiting longest does not starve.
    await wait(pauseMs * (0.5 + Math.random()))
  }
}
