import { LineBuffers } from '../destination/line-buffers.ts'
import { Lines, type WriteLine } from '../destination/lines.ts'
import type { Row } from '../record/compile-record.ts'
import type { SliceState } from '../state/stream-state.ts'
import type { Change } from './read-records.ts'

/** What has been read but not landed yet. */
export interface Accumulated {
  readonly records: Lines
  readonly deletedKeys: readonly Row[]
  readonly truncates: boolean
  readonly slices: ReadonlyMap<string, SliceState>
}

type Key = string | number

export interface AccumulatorParts {
  readonly primaryKey: readonly string[]
  /** Records merge by key. */
  readonly merges: boolean
  readonly line: WriteLine
}

/**
 * Gathers pages into a batch. Where records merge by key, a batch has each key once, as last read, so the destination need not
 * look for repeats within it.
 */
export class Accumulator {
  readonly #keyOf: ((row: Row) => Key) | undefined
  readonly #line: WriteLine
  readonly #buffers = new LineBuffers()
  #records: Lines
  #taken: Lines | undefined = undefined
  #places = new Map<Key, number>()
  #deleted = new Map<Key, Row>()
  #slices = new Map<string, SliceState>()
  #truncates = false
  #bytes = 0
  #lastPage = 0

  constructor({ primaryKey, merges, line }: AccumulatorParts) {
    this.#keyOf = merges ? keyReader(primaryKey) : undefined
    this.#line = line
    this.#records = new Lines(line, this.#buffers)
  }

  /** How many records and deleted keys were read; a record that was read again counts again. */
  get rows(): number {
    return this.#records.added + this.#deleted.size
  }

  /** The batch's size in bytes of responses, if another page like the last one is added. */
  get bytesWithNext(): number {
    return this.#bytes + this.#lastPage
  }

  get isEmpty(): boolean {
    return this.rows === 0 && this.#slices.size === 0 && !this.#truncates
  }

  add(changes: readonly Change[], slice: string, state: SliceState, bytes: number): void {
    this.#slices.set(slice, state)
    this.#bytes += bytes
    this.#lastPage = bytes
    const keyOf = this.#keyOf
    for (const { row, deleted } of changes) {
      if (!keyOf) {
        // Appended records are a log of readings; a bare key is no reading.
        if (!deleted) this.#records.add(row)
        continue
      }
      const key = keyOf(row)
      const place = this.#places.get(key)
      if (place !== undefined) this.#records.drop(place)
      if (deleted) {
        this.#places.delete(key)
        this.#deleted.set(key, row)
      } else {
        this.#places.set(key, this.#records.add(row))
        if (this.#deleted.size > 0) this.#deleted.delete(key)
      }
    }
  }

  truncate(): void {
    this.#records.release()
    this.#places.clear()
    this.#deleted.clear()
    this.#truncates = true
  }

  /** What was taken before has landed by then, so its memory is reused. */
  take(): Accumulated {
    this.#taken?.release()
    this.#taken = this.#records
    const taken = {
      records: this.#records,
      deletedKeys: [...this.#deleted.values()],
      truncates: this.#truncates,
      slices: this.#slices,
    }
    this.#records = new Lines(this.#line, this.#buffers)
    this.#places = new Map()
    this.#deleted = new Map()
    this.#slices = new Map()
    this.#truncates = false
    this.#bytes = 0
    this.#lastPage = 0
    return taken
  }
}

function keyReader(primaryKey: readonly string[]): (row: Row) => Key {
  const [only, ...more] = primaryKey
  if (more.length === 0) {
    return (row) => {
      const value = row[only!]
      return typeof value === 'string' || typeof value === 'number' ? value : JSON.stringify(value)
    }
  }
  return (row) => JSON.stringify(primaryKey.map((name) => row[name]))
}
