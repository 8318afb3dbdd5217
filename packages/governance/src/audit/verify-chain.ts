import { hash } from 'node:crypto'
import { type ChainedRow, type ChainHead, chainStart, rowHash } from './chain.ts'
import { type PurgedPart, PurgedRows } from './purged-rows.ts'
import { isTombstone, readTombstone } from './tombstone.ts'

/** The first thing that is wrong with a chain, and where. */
export interface BrokenChain {
  readonly tenantId: string
  /** The row that is wrong, or the first one that is not there. */
  readonly sequence: number
  readonly problem: 'altered' | 'missing' | 'reordered'
  readonly reason: string
}

/** Rows in the midst of the others, which are sound if what comes before them ends where they begin. */
export interface VerifiedPart {
  readonly rows: number
  /** Its first row; absent where it has none. */
  readonly opening: Pick<ChainedRow, 'tenantId' | 'sequence' | 'previous'> | undefined
  readonly heads: ReadonlyMap<string, ChainHead>
  readonly purged: ReadonlyMap<string, PurgedPart>
}

/** Verifies rows of any tenants as they come; each tenant has a chain of its own. */
export class ChainVerifier {
  readonly #heads = new Map<string, ChainHead>()
  /** By tenant and sequence: the hashes that were noted. */
  readonly #noted = new Map<string, Map<number, readonly string[]>>()
  readonly #purged = new Map<string, PurgedRows>()
  readonly #midway: boolean
  #opening: VerifiedPart['opening']
  #rows = 0

  /**
   * Heads that were noted elsewhere: a chain that was written anew, however long, does not pass through them. `midway`: the first
   * row may follow one that is not seen.
   */
  constructor(noted: Iterable<readonly [string, ChainHead]> = [], { midway = false } = {}) {
    this.#midway = midway
    for (const [tenantId, { sequence, hash: expected }] of noted) {
      const hashes = this.#noted.get(tenantId) ?? new Map<number, readonly string[]>()
      // Whoever noted it: where two of them differ, one is wrong.
      this.#noted.set(tenantId, hashes.set(sequence, [...(hashes.get(sequence) ?? []), expected]))
    }
  }

  get rows(): number {
    return this.#rows
  }

  /** Rows whose texts were taken away; the chain still holds their hashes. */
  get purged(): number {
    return [...this.#purged.values()].reduce((sum, { rows }) => sum + rows, 0)
  }

  /** Where each tenant's chain has come to. */
  get heads(): ReadonlyMap<string, ChainHead> {
    return this.#heads
  }

  /** Undefined when the row goes on where its tenant's chain was. */
  add(row: ChainedRow): BrokenChain | undefined {
    const { tenantId, sequence } = row
    const head = this.#headBefore(row)
    const broken = (problem: BrokenChain['problem'], at: number, reason: string): BrokenChain => ({
      tenantId,
      sequence: at,
      problem,
      reason,
    })
    // What the row says of itself comes first: a row whose own sequence was altered would look like a gap.
    if (rowHash(row.previous, tenantId, sequence, row.content) !== row.hash) {
      // Its own word for where it stands does not count.
      return broken('altered', head.sequence + 1, 'its hash is not of what it says')
    }
    // A purge leaves no text at all; `uncovered` tells whether a row says so.
    if (row.text !== '' && hash('sha256', row.text, 'hex') !== row.content)
      return broken('altered', sequence, 'its text was changed after it was written')
    if (sequence <= head.sequence) return broken('reordered', sequence, `it stands after row ${head.sequence}`)
    if (sequence > head.sequence + 1) {
      const last = sequence - 1
      return broken(
        'missing',
        head.sequence + 1,
        last === head.sequence + 1 ? 'it is not there' : `rows to ${last} are not there`,
      )
    }
    if (row.previous !== head.hash) return broken('altered', sequence, 'it follows another row than the one before it')
    const noted = this.#noted.get(tenantId)?.get(sequence) ?? []
    if (noted.some((one) => one !== row.hash)) return broken('altered', sequence, 'another row was noted at its place')
    if (isTombstone(row.text) && !readTombstone(row.text))
      return broken('altered', sequence, 'it says that rows were purged, and not which')
    this.#opening ??= { tenantId, sequence, previous: row.previous }
    this.#heads.set(tenantId, { sequence, hash: row.hash })
    this.#rows++
    this.#notePurge(row)
    return undefined
  }

  /** What was seen, for a verifier of what comes before it. */
  get part(): VerifiedPart {
    const purged = new Map([...this.#purged].map(([tenantId, rows]) => [tenantId, rows.part]))
    return { rows: this.#rows, opening: this.#opening, heads: this.#heads, purged }
  }

  /** Goes on with the rows that come next, of which another verifier saw all. False where they do not follow. */
  join({ rows, opening, heads, purged }: VerifiedPart): boolean {
    if (!opening) return true
    const head = this.#heads.get(opening.tenantId) ?? chainStart
    if (opening.sequence !== head.sequence + 1 || opening.previous !== head.hash) return false
    for (const [tenantId, reached] of heads) this.#heads.set(tenantId, reached)
    for (const [tenantId, part] of purged) this.#purgedOf(tenantId).join(part)
    this.#rows += rows
    return true
  }

  /** After the last row: the first one whose text is gone and that no tombstone after it speaks of. */
  uncovered(): BrokenChain | undefined {
    for (const [tenantId, { firstUncovered: sequence }] of this.#purged) {
      if (sequence === undefined) continue
      return { tenantId, sequence, problem: 'altered', reason: 'its text is gone, and no row says that it was purged' }
    }
    return undefined
  }

  #headBefore({ tenantId, sequence, previous }: ChainedRow): ChainHead {
    const head = this.#heads.get(tenantId)
    if (head) return head
    return this.#midway && !this.#opening ? { sequence: sequence - 1, hash: previous } : chainStart
  }

  #notePurge({ tenantId, sequence, text }: ChainedRow): void {
    const tombstone = readTombstone(text)
    if (tombstone) this.#purgedOf(tenantId).covered(tombstone)
    else if (text === '') this.#purgedOf(tenantId).missing(sequence)
  }

  #purgedOf(tenantId: string): PurgedRows {
    const purged = this.#purged.get(tenantId) ?? new PurgedRows()
    this.#purged.set(tenantId, purged)
    return purged
  }

  /** Compares with a head that was noted elsewhere: rows cut off at the end leave a chain that is whole but short. */
  compare(tenantId: string, noted: ChainHead): BrokenChain | undefined {
    const head = this.#heads.get(tenantId) ?? chainStart
    if (head.sequence < noted.sequence) {
      return {
        tenantId,
        sequence: head.sequence + 1,
        problem: 'missing',
        reason: `rows to ${noted.sequence} were noted and are not there`,
      }
    }
    return undefined
  }
}
