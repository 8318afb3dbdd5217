import type { Row } from '../record/compile-record.ts'
import { LineBuffers } from './line-buffers.ts'

/** Writes a record in the destination's form: one line, including its end. */
export type WriteLine = (row: Row) => string

/** Lines are encoded together, up to this many UTF-16 units: encoding each by itself takes three times as long. */
const encodedAtOnce = 8_192

/** A buffer of lines: the first may have begun in the buffer before, the last may end in the next. */
interface Filled {
  readonly bytes: Buffer
  /** The index of the first line. */
  readonly first: number
  /** Where each line ends, or leaves this buffer. */
  readonly ends: number[]
}

const utf8 = new TextEncoder()

/**
 * Records as lines, written as they are read. Batches wait as bytes, which the garbage collector never scans: objects that live
 * as long as a batch would be promoted to the old generation and grow it.
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

  /** Lines added, including dropped ones. */
  get added(): number {
    return this.#added
  }

  /** Lines not dropped. */
  get length(): number {
    return this.#added - this.#dropped.size
  }

  /** Length of the longest line, in bytes. */
  get longest(): number {
    this.#encode()
    return this.#longest
  }

  /** Adds a record, and returns its index among all that were added. */
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
   * The lines that were not dropped, as UTF-8: many lines per piece, or a long line in several pieces. May be called once, and
   * nothing may be added or dropped after it.
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
    // A UTF-16 unit takes at most three bytes.
    if (last && last.bytes.length - last.ends.at(-1)! >= text.length * 3) return this.#append(last, text, lengths)
    let from = 0
    for (const length of lengths) {
      this.#spread(text.slice(from, from + length))
      from += length
    }
  }

  /** Writes lines that are sure to fit into a buffer, all at once. */
  #append({ bytes, ends }: Filled, text: string, lengths: readonly number[]): void {
    let end = ends.at(-1)!
    const one = bytes.write(text, end) === text.length
    let from = 0
    for (const length of lengths) {
      // One byte per unit, as in most texts.
      const size = one ? length : Buffer.byteLength(text.slice(from, from + length))
      if (size > this.#longest) this.#longest = size
      from += length
      end += size
      ends.push(end)
    }
    this.#encoded += lengths.length
  }

  /** Writes a line across as many buffers as it needs. */
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

  /** Closes the gaps between the lines that were not dropped, and returns their end. */
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

/** Rows become lines here, unless they were written as lines already. */
export function linesOf(records: readonly Row[] | Lines, write: WriteLine): Lines {
  if (records instanceof Lines) return records
  const lines = new Lines(write, new LineBuffers())
  for (const row of records) lines.add(row)
  return lines
}
