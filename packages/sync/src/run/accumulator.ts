import type { Row } from '../record/compile-record.ts'
import type { SliceState } from '../state/stream-state.ts'
import type { Change } from './read-records.ts'

/** What has been read and not landed yet. */
export interface Accumulated {
  readonly records: readonly Row[]
  readonly deletedKeys: readonly Row[]
  readonly truncates: boolean
  readonly slices: ReadonlyMap<string, SliceState>
}

type Key = string | number

/**
 * Gathers pages into a batch. Where records merge by key, a batch has each key once, with what was read last: the destination need
 * not look for repeats within it.
 */
export class Accumulator {
  readonly #keyOf: ((row: Row) => Key) | undefined
  #records: (Row | undefined)[] = []
  #places = new Map<Key, number>()
  #deleted = new Map<Key, Row>()
  #slices = new Map<string, SliceState>()
  #truncates = false
  #bytes = 0

  constructor(primaryKey: readonly string[], merges: boolean) {
    this.#keyOf = merges ? keyReader(primaryKey) : undefined
  }

  get rows(): number {
    return this.#records.length + this.#deleted.size
  }

  get bytes(): number {
    return this.#bytes
  }

  get isEmpty(): boolean {
    return this.rows === 0 && this.#slices.size === 0 && !this.#truncates
  }

  add(changes: readonly Change[], slice: string, state: SliceState, bytes: number): void {
    this.#slices.set(slice, state)
    this.#bytes += bytes
    const keyOf = this.#keyOf
    for (const { row, deleted } of changes) {
      if (!keyOf) {
        // What is appended is a log of what was read; a key alone is no reading.
        if (!deleted) this.#records.push(row)
        continue
      }
      const key = keyOf(row)
      const place = this.#places.get(key)
      if (deleted) {
        if (place !== undefined) {
          this.#records[place] = undefined
          this.#places.delete(key)
        }
        this.#deleted.set(key, row)
      } else if (place === undefined) {
        this.#places.set(key, this.#records.push(row) - 1)
        if (this.#deleted.size > 0) this.#deleted.delete(key)
      } else this.#records[place] = row
    }
  }

  truncate(): void {
    this.#records = []
    this.#places.clear()
    this.#deleted.clear()
    this.#truncates = true
  }

  take(): Accumulated {
    const taken = {
      records: this.#records.filter((row) => row !== undefined),
      deletedKeys: [...this.#deleted.values()],
      truncates: this.#truncates,
      slices: this.#slices,
    }
    this.#records = []
    this.#places = new Map()
    this.#deleted = new Map()
    this.#slices = new Map()
    this.#truncates = false
    this.#bytes = 0
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
