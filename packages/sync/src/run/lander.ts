import type { LandingBatch } from '../destination/destination.ts'
import type { Accumulated } from './accumulator.ts'

export interface LanderParts {
  /** True once what was gathered is worth a transaction. */
  readonly isFull: () => boolean
  readonly isEmpty: () => boolean
  readonly take: () => Accumulated
  readonly batchOf: (accumulated: Accumulated) => LandingBatch
  readonly land: (batch: LandingBatch) => Promise<void>
}

/**
 * Lands one batch while the next one is gathered, and no more: whoever reads faster than the destination writes waits here, so that
 * memory holds two batches however much there is to read.
 */
export class Lander {
  readonly #parts: LanderParts
  #landing: Promise<void> | undefined = undefined

  constructor(parts: LanderParts) {
    this.#parts = parts
  }

  /** Called after each page. Throws what kept an earlier batch from landing. */
  async gathered(): Promise<void> {
    while (this.#parts.isFull()) await this.#next()
  }

  /** Lands what is left, and waits until it is safe. */
  async drained(): Promise<void> {
    while (!this.#parts.isEmpty()) await this.#next()
    await this.#landing
  }

  /** Waits until what was started is safe; what is still being gathered stays. */
  async settled(): Promise<void> {
    await this.#landing
  }

  /** Starts the next batch as soon as the one before is safe; another caller may have done so meanwhile. */
  async #next(): Promise<void> {
    if (this.#landing) {
      await this.#landing
      return
    }
    this.#landing = this.#landNext()
    // Whoever waits next is told; until then nobody listens, and that is no reason to end the process.
    this.#landing.catch(() => undefined)
  }

  async #landNext(): Promise<void> {
    await this.#parts.land(this.#parts.batchOf(this.#parts.take()))
    this.#landing = undefined
  }
}
