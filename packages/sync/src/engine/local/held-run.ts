import type { Wanted } from './journal.ts'

/** How long a page may take to end before the reading is broken off, in milliseconds. */
const graceMs = 5_000

/** A run in a worker's hands, and whether it is to be left. */
export class HeldRun {
  readonly #broken = new AbortController()
  readonly #stopping: AbortSignal
  #wanted: Wanted = null
  #grace: NodeJS.Timeout | undefined = undefined

  /** `stopping` is aborted when the worker ends. */
  constructor(stopping: AbortSignal) {
    this.#stopping = stopping
    stopping.addEventListener('abort', this.#leave)
  }

  /** Breaks the reading off. */
  get signal(): AbortSignal {
    return this.#broken.signal
  }

  get wanted(): Wanted {
    return this.#wanted
  }

  /** True once the run is to be left after its page. */
  get leaves(): boolean {
    return this.#stopping.aborted || this.#wanted === 'pause'
  }

  /** What the journal said: what the run's owner wants, or undefined where another worker has it. */
  heard(renewed: { readonly wanted: Wanted } | undefined): void {
    if (!renewed) return this.#broken.abort(new Error('another worker has the run'))
    this.#wanted = renewed.wanted
    if (this.#wanted === 'cancel') this.#broken.abort(new Error('the run was cancelled'))
    if (this.#wanted === 'pause') this.#leave()
  }

  close(): void {
    clearTimeout(this.#grace)
    this.#stopping.removeEventListener('abort', this.#leave)
  }

  readonly #leave = (): void => {
    this.#grace ??= setTimeout(() => this.#broken.abort(new Error('the run is left')), graceMs)
  }
}
