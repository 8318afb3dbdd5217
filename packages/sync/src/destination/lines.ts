import type { Row } from '../record/compile-record.ts'
import { LineBuffers } from './line-buffers.ts'

/** Writes a record as a destination takes it in: one line, its end included. */
export type WriteLine = (row: Row) => string

/** A buffer with lines in it, and where each of them ends. */
interface Filled {
  readonly bytes: Buffer
  readonly ends: number[]
}

/**
 * Records as lines, written when they are read. What waits to land is bytes that the garbage collector never looks at: as objects,
 * which live as long as a batch, it would carry them into the old part of its heap and let that grow.
 */
export class Lines {
  readonly #write: WriteLine
  readonly #buffers: LineBuffers
  #filled: Filled[] = []
  #dropped = new Set<number>()
  #added = 0
  #longest = 0

  constructor(write: WriteLine, buffers: LineBuffers) {
    this.#write = write
    this.#buffers = buffers
  }

  /** Lines that were added, the dropped ones too. */
  get added(): number {
    return this.#added
  }

  /** Lines that were not dropped. */
  get length(): number {
    return this.#added - this.#dropped.size
  }

  /** Of the longest line, in UTF-16 units. */
  get longest(): number {
    return this.#longest
  }

  /** Adds a record, and gives its place among all that were added. */
  add(row: Row): number {
    const line = this.#write(row)
    if (line.length > this.#longest) this.#longest = line.length
    const { bytes, ends } = this.#roomFor(line)
    const start = ends.at(-1) ?? 0
    ends.push(start + bytes.write(line, start))
    return this.#added++
  }

  drop(place: number): void {
    this.#dropped.add(place)
  }

  /** What was not dropped, as UTF-8, many lines at once. It is asked for once, and then nothing may be added or dropped. */
  *pieces(): Generator<Buffer> {
    let place = 0
    for (const filled of this.#filled) {
      const { bytes, ends } = filled
      const end = this.#dropped.size === 0 ? ends.at(-1)! : this.#closeUp(filled, place)
      place += ends.length
      if (end > 0) yield bytes.subarray(0, end)
    }
  }

  /** Gives the memory back. */
  release(): void {
    for (const { bytes } of this.#filled) this.#buffers.give(bytes)
    this.#filled = []
    this.#dropped.clear()
    this.#added = 0
  }

  #roomFor(line: string): Filled {
    const last = this.#filled.at(-1)
    // Three bytes are the most that one unit of the text can be: counting them costs more than the room that is left unused.
    if (last && last.bytes.length - (last.ends.at(-1) ?? 0) >= line.length * 3) return last
    const filled = { bytes: this.#buffers.take(line), ends: [] }
    this.#filled.push(filled)
    return filled
  }

  /** Moves the lines together that were not dropped, and gives their end. */
  #closeUp({ bytes, ends }: Filled, first: number): number {
    let to = 0
    let start = 0
    for (const [index, end] of ends.entries()) {
      if (!this.#dropped.has(first + index)) {
        bytes.copyWithin(to, start, end)
        to += end - start
      }
      start = end
    }
    return to
  }
}

/** The lines of rows that nobody has written yet; of others, what they were written as. */
export function linesOf(records: readonly Row[] | Lines, write: WriteLine): Lines {
  if (records instanceof Lines) return records
  const lines = new Lines(write, new LineBuffers())
  for (const row of records) lines.add(row)
  return lines
}
