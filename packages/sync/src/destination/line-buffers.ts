const bytes = 262_144

/** Reused memory for lines: buffers that were freed and reallocated for each batch would pile up until a distant collection. */
export class LineBuffers {
  readonly #free: Buffer[] = []

  take(): Buffer {
    return this.#free.pop() ?? Buffer.allocUnsafeSlow(bytes)
  }

  give(buffer: Buffer): void {
    this.#free.push(buffer)
  }
}
