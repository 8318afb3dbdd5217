import type { Row } from '../record/compile-record.ts'
import { LineBuffers } from './line-buffers.ts'

/** Writes a record as a destination takes it in: one line, its end included. */
export type WriteLine = (row: Row) => string

/** Lines are encoded together, up to so many UTF-16 units: to encode each by itself takes three times as long. */
const encodedAtOnce = 8_192

/** A buffer with lines in it: the first may have begun in the buffer before, the last may end in the next one. */
interface Filled {
  readonly bytes: Buffer
  /** The place of the first of them. */
  readonly first: number
  /** Where each of them ends, or leaves this buffer. */
  readonly ends: number[]
}

const utf8 = new TextEncoder()

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
  #encoded = 0
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

  /** Of the longest line, in bytes. */
  get longest(): number {
    this.#encode()
    return this.#longest
  }

  /** Adds a record, and gives its place among all that were added. */
  add(row: Row): number {
    const line = this.#write(row)
    this.#text += line
    this.#lengths.push(line.length)
    if (this.#text.length >= encodedAtOnce) this.#encode()
    return this.#added++
  }

  drop(place: number): void {
    this.#dropped.add(place)
  }

  /**
   * What was not dropped, as UTF-8, many lines at once, a long one in several pieces. It is asked for once, and then nothing may be
   * added or dropped.
   */
  *pieces(): Generator<Buffer> {
    this.#encode()
    for (const filled of this.#filled) {
      const end = this.#dropped.size === 0 ? filled.ends.at(-1)! : this.#closeUp(filled)
      if (end > 0) yield filled.bytes.subarray(0, end)
    }
  }

  /** Gives the memory back. */
  release(): void {
    for (const { bytes } of this.#filled) this.#buffers.give(bytes)
    this.#filled = []
    this.#text = ''
    this.#lengths = []
    this.#encoded = 0
    this.#dropped.clear()
    this.#added = 0
  }

  #encode(): void {
    const text = this.#text
    const lengths = this.#lengths
    this.#text = ''
    this.#lengths = []
    const last = this.#filled.at(-1)
    // Three bytes are the most that one unit can be.
    if (last && last.bytes.length - last.ends.at(-1)! >= text.length * 3) return this.#append(last, text, lengths)
    let from = 0
    for (const length of lengths) {
      this.#spread(text.slice(from, from + length))
      from += length
    }
  }

  /** Writes lines that surely fit into a buffer, all at once. */
  #append({ bytes, ends }: Filled, text: string, lengths: readonly number[]): void {
    let end = ends.at(-1)!
    const one = bytes.write(text, end) === text.length
    let from = 0
    for (const length of lengths) {
      // Of one byte a unit, as most texts are.
      const size = one ? length : Buffer.byteLength(text.slice(from, from + length))
      if (size > this.#longest) this.#longest = size
      from += length
      end += size
      ends.push(end)
    }
    this.#encoded += lengths.length
  }

  /** Writes a line into as many buffers as it takes. */
  #spread(line: string): void {
    let size = 0
    let rest = line
    let at = this.#filled.at(-1) ?? this.#next()
    for (;;) {
      const start = at.ends.at(-1) ?? 0
      const { read, written } = utf8.encodeInto(rest, at.bytes.subarray(start))
      at.ends.push(start + written)
      size += written
      if (read === rest.length) break
      rest = rest.slice(read)
      at = this.#next()
    }
    if (size > this.#longest) this.#longest = size
    this.#encoded++
  }

  #next(): Filled {
    const filled = { bytes: this.#buffers.take(), first: this.#encoded, ends: [] }
    this.#filled.push(filled)
    return filled
  }

  /** Moves the lines together that were not dropped, and gives their end. */
  #closeUp({ bytes, first, ends }: Filled): number {
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
