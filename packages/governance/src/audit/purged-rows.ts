import type { SequenceRange, Tombstone } from './tombstone.ts'

/** Rows within a part of a chain whose texts were purged. */
export interface PurgedPart {
  /** How many texts are gone. */
  readonly rows: number
  /** Those that no tombstone in this part explains. */
  readonly uncovered: readonly SequenceRange[]
  /** What this part's tombstones explain, including rows of earlier parts. */
  readonly covered: readonly SequenceRange[]
}

/** Rows of one chain whose texts are gone and that no later row has explained yet. */
export class PurgedRows {
  #uncovered: SequenceRange[] = []
  readonly #covered: SequenceRange[] = []
  #rows = 0

  /** How many texts are gone. */
  get rows(): number {
    return this.#rows
  }

  /** The first row whose text is gone without an explanation. */
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

  /** A tombstone covers only rows before it. */
  covered({ ranges }: Pick<Tombstone, 'ranges'>): void {
    for (const covered of ranges) this.#uncovered = this.#uncovered.flatMap((range) => without(range, covered))
    this.#covered.push(...ranges)
  }

  /** Continues with the next part of the chain. */
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
