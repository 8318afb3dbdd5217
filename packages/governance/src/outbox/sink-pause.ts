import type { Clock } from '@portico/core'

const longestMs = 30_000

/**
 * Holds back deliveries to an unavailable sink. Starts only after as many failures in a row as there are concurrent deliveries,
 * so that one event the sink hangs on does not stop the others.
 */
export class SinkPause {
  readonly #after: number
  readonly #clock: Clock
  #failures = 0

  constructor(after: number, clock: Clock) {
    this.#after = after
    this.#clock = clock
  }

  answered(): void {
    this.#failures = 0
  }

  unavailable(): void {
    this.#failures++
  }

  async over(signal: AbortSignal): Promise<void> {
    if (this.#failures < this.#after) return
    const rounds = Math.floor(this.#failures / this.#after) - 1
    const wait = Math.min(longestMs, 500 * 2 ** Math.min(rounds, 10)) * (0.5 + this.#clock.random() / 2)
    await this.#clock.wait(wait, signal).catch((error: unknown) => {
      if (!signal.aborted) throw error
    })
  }
}
