/** One holder at a time, first come, first served. */
export class Turns {
  #taken = false
  readonly #waiting: (() => void)[] = []

  /** Resolves when it is the caller's turn, which lasts until `pass`. Returns synchronously if it is free. */
  take(): void | Promise<void> {
    if (this.#taken) return new Promise((resolve) => this.#waiting.push(resolve))
    this.#taken = true
  }

  pass(): void {
    const next = this.#waiting.shift()
    if (next) next()
    else this.#taken = false
  }
}
