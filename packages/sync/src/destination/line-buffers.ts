const usualBytes = 262_144

/** Memory for lines, used again: what is given up for each batch and allocated anew stays until a collection that may be far. */
export class LineBuffers {
  readonly #free: Buffer[] = []

  /** A buffer that has room for this line, and mostly for many more. */
  take(line: string): Buffer {
    if (line.length * 3 > usualBytes) return Buffer.allocUnsafeSlow(Math.max(usualBytes, Buffer.byteLength(line)))
    return this.#free.pop() ?? Buffer.allocUnsafeSlow(usualBytes)
  }

  /** One that was made for a long line is left to the collector. */
  give(buffer: Buffer): void {
    if (buffer.length === usualBytes) this.#free.push(buffer)
  }
}
