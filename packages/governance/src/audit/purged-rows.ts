import type { SequenceRange, Tombstone } from './tombstone.ts'

/** What is known of the rows of a part of a chain whose texts are gone. */
export interface PurgedPart {
  /** How many texts are gone. */
  readonly rows: number
  /** Those that nothing in this part speaks of. */
  readonly uncovered: readonly SequenceRange[]
  /** What this part's tombstones speak of: rows of earlier parts too. */
  readonly covered: readonly SequenceRange[]
}

/** Rows of one chain whose texts are gone, until a later row says why. */
export class PurgedRows {
  #uncovered: SequenceRange[] = []
  readonly #covered: SequenceRange[] = []
  #rows = 0

  /** How many texts are gone. */
  get rows(): number {
    return this.#rows
  }

  /** The first row whose text is gone and that nothing speaks of. */
  get firstUncovered(): number | undefined {
    return this.#uncovered[0]?.[0]
  }

  get part(): PurgedPart {
    return { rows: this.#rows, uncovered: this.#uncovered, covered: this.#covered }
  }

  missing(sequence: number): void {
    this.#rows++
    const last = this.#uncovered.at(-1)
    if (last && last[1] + 1 === sequence) this.#uncovered[this.#uncovered.length - 1] = [last[0], sequence]
    else this.#uncovered.push([sequence, sequence])
  }

  /** Only what is before the tombstone is covered by it. */
  covered({ ranges }: Pick<Tombstone, 'ranges'>): void {
    for (const covered of ranges) this.#uncovered = this.#uncovered.flatMap((range) => without(range, covered))
    this.#covered.push(...ranges)
  }

  /** Goes on with the part of the chain that comes next. */
  join({ rows, uncovered, covered }: PurgedPart): void {
    this.covered({ ranges: covered })
    this.#uncovered.push(...uncovered)
    this.#rows += rows
  }
}

function without([from, to]: SequenceRange, [first, last]: SequenceRange): SequenceRange[] {
  if (last < from || first > to) return [[from, to]]
  return [...(from < first ? [[from, first - 1] as const] : []), ...(last < to ? [[last + 1, to] as const] : [])]
}
