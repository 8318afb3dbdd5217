import type { Wanted } from './journal.ts'

/** How long the current page may take to finish before the reading is aborted, in milliseconds. */
const graceMs = 5_000

/** A run that a worker holds, and whether the worker should leave it. */
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

  /** Aborts the reading. */
  get signal(): AbortSignal {
    return this.#broken.signal
  }

  get wanted(): Wanted {
    return this.#wanted
  }

  /** True once the run should be left after its current page. */
  get leaves(): boolean {
    return this.#stopping.aborted || this.#wanted === 'pause'
  }

  /** Takes the journal's answer: what the run's owner wants, or undefined where another worker has the run. */
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
