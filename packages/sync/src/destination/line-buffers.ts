const bytes = 262_144

/** Memory for lines, used again: what is given up for each batch and allocated anew stays until a collection that may be far. */
export class LineBuffers {
  readonly #free: Buffer[] = []

  take(): Buffer {
    return this.#free.pop() ?? Buffer.allocUnsafeSlow(bytes)
  }

  give(buffer: Buffer): void {
    this.#free.push(buffer)
  }
}
