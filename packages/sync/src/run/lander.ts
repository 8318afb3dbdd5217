import type { LandingBatch } from '../destination/destination.ts'
import type { Accumulated } from './accumulator.ts'

export interface LanderParts {
  /** True once the gathered records are worth a transaction. */
  readonly isFull: () => boolean
  readonly isEmpty: () => boolean
  readonly take: () => Accumulated
  readonly batchOf: (accumulated: Accumulated) => LandingBatch
  readonly land: (batch: LandingBatch) => Promise<void>
}

/**
 * Lands one batch while the next is gathered, and no more: a reader faster than the destination waits here, so memory holds at
 * most two batches however much there is to read.
 */
export class Lander {
  readonly #parts: LanderParts
  #landing: Promise<void> | undefined = undefined

  constructor(parts: LanderParts) {
    this.#parts = parts
  }

  /** Called after each page. Throws the error of an earlier batch that did not land. */
  async gathered(): Promise<void> {
    while (this.#parts.isFull()) await this.#next()
  }

  /** Lands what is left, and waits until it is safe. */
  async drained(): Promise<void> {
    while (!this.#parts.isEmpty()) await this.#next()
    await this.#landing
  }

  /** Waits until the batch being landed is safe; the one being gathered stays. */
  async settled(): Promise<void> {
    await this.#landing
  }

  /** Starts the next batch once the one before is safe; another caller may have done so meanwhile. */
  async #next(): Promise<void> {
    if (this.#landing) {
      await this.#landing
      return
    }
    this.#landing = this.#landNext()
    // The next caller to wait gets the error; until then it must not end the process as an unhandled rejection.
    this.#landing.catch(() => undefined)
  }

  async #landNext(): Promise<void> {
    await this.#parts.land(this.#parts.batchOf(this.#parts.take()))
    this.#landing = undefined
  }
}
