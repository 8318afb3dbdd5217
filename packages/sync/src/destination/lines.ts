import type { Row } from '../record/compile-record.ts'
import { LineBuffers } from './line-buffers.ts'

/** Writes a record as a destination takes it in: one line, its end included. */
export type WriteLine = (row: Row) => string

/** Lines are encoded together, up to so many UTF-16 units: to encode each by itself takes three times as long. */
const encodedAtOnce = 8_192

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
  #text = ''
  #lengths: number[] = []
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
    this.#text += line
    this.#lengths.push(line.length)
    if (this.#text.length >= encodedAtOnce) this.#encode()
    return this.#added++
  }

  drop(place: number): void {
    this.#dropped.add(place)
  }

  /** What was not dropped, as UTF-8, many lines at once. It is asked for once, and then nothing may be added or dropped. */
  *pieces(): Generator<Buffer> {
    this.#encode()
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
    this.#text = ''
    this.#lengths = []
    this.#dropped.clear()
    this.#added = 0
  }

  #encode(): void {
    const text = this.#text
    if (text === '') return
    const { bytes, ends } = this.#roomFor(text)
    let end = ends.at(-1) ?? 0
    const one = bytes.write(text, end) === text.length
    let from = 0
    for (const length of this.#lengths) {
      // Of one byte a unit, as most texts are.
      end += one ? length : Buffer.byteLength(text.slice(from, from + length))
      from += length
      ends.push(end)
    }
    this.#text = ''
    this.#lengths = []
  }

  #roomFor(text: string): Filled {
    const last = this.#filled.at(-1)
    const room = last ? last.bytes.length - (last.ends.at(-1) ?? 0) : 0
    // Three bytes are the most that one unit can be.
    if (last && (room >= text.length * 3 || room >= Buffer.byteLength(text))) return last
    const filled = { bytes: this.#buffers.take(text), ends: [] }
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
