import { hash } from 'node:crypto'
import { type ChainedRow, type ChainHead, chainStart, rowHash } from './chain.ts'
import { type PurgedPart, PurgedRows } from './purged-rows.ts'
import { isTombstone, readTombstone } from './tombstone.ts'

/** The first fault of a chain, and where it is. */
export interface BrokenChain {
  readonly tenantId: string
  /** The faulty row, or the first missing one. */
  readonly sequence: number
  readonly problem: 'altered' | 'missing' | 'reordered'
  readonly reason: string
}

/** Rows from the middle of the chains; sound if the part before ends where they begin. */
export interface VerifiedPart {
  readonly rows: number
  /** Its first row; absent if the part is empty. */
  readonly opening: Pick<ChainedRow, 'tenantId' | 'sequence' | 'previous'> | undefined
  readonly heads: ReadonlyMap<string, ChainHead>
  readonly purged: ReadonlyMap<string, PurgedPart>
}

/** Verifies rows of any number of tenants as they come; each tenant has its own chain. */
export class ChainVerifier {
  readonly #heads = new Map<string, ChainHead>()
  /** Noted hashes by tenant and sequence. */
  readonly #noted = new Map<string, Map<number, readonly string[]>>()
  readonly #purged = new Map<string, PurgedRows>()
  readonly #midway: boolean
  #opening: VerifiedPart['opening']
  #rows = 0

  /**
   * `noted`: heads noted elsewhere; a rewritten chain, however long, does not pass through them. `midway`: the first row may
   * follow one that is not seen.
   */
  constructor(noted: Iterable<readonly [string, ChainHead]> = [], { midway = false } = {}) {
    this.#midway = midway
    for (const [tenantId, { sequence, hash: expected }] of noted) {
      const hashes = this.#noted.get(tenantId) ?? new Map<number, readonly string[]>()
      // Every noted hash is kept: if two differ, one of them is wrong.
      this.#noted.set(tenantId, hashes.set(sequence, [...(hashes.get(sequence) ?? []), expected]))
    }
  }

  get rows(): number {
    return this.#rows
  }

  /** Rows whose texts were purged; the chain still holds their hashes. */
  get purged(): number {
    return [...this.#purged.values()].reduce((sum, { rows }) => sum + rows, 0)
  }

  /** The head of each tenant's chain so far. */
  get heads(): ReadonlyMap<string, ChainHead> {
    return this.#heads
  }

  /** Undefined if the row continues its tenant's chain. */
  add(row: ChainedRow): BrokenChain | undefined {
    const { tenantId, sequence } = row
    const head = this.#headBefore(row)
    const broken = (problem: BrokenChain['problem'], at: number, reason: string): BrokenChain => ({
      tenantId,
      sequence: at,
      problem,
      reason,
    })
    // The row's own hash is checked first: otherwise an altered sequence would look like a gap.
    if (rowHash(row.previous, tenantId, sequence, row.content) !== row.hash) {
      // Its own sequence cannot be trusted.
      return broken('altered', head.sequence + 1, 'its hash does not match its content')
    }
    // A purge removes the whole text; `uncovered` tells whether a tombstone explains it.
    if (row.text !== '' && hash('sha256', row.text, 'hex') !== row.content)
      return broken('altered', sequence, 'its text was changed after it was written')
    if (sequence <= head.sequence) return broken('reordered', sequence, `it comes after row ${head.sequence}`)
    if (sequence > head.sequence + 1) {
      const last = sequence - 1
      return broken('missing', head.sequence + 1, last === head.sequence + 1 ? 'it is missing' : `rows up to ${last} are missing`)
    }
    if (row.previous !== head.hash) return broken('altered', sequence, 'it was chained to a different row than the one before it')
    const noted = this.#noted.get(tenantId)?.get(sequence) ?? []
    if (noted.some((one) => one !== row.hash)) return broken('altered', sequence, 'a different row was noted in its place')
    if (isTombstone(row.text) && !readTombstone(row.text))
      return broken('altered', sequence, 'it says that rows were purged, but not which')
    this.#opening ??= { tenantId, sequence, previous: row.previous }
    this.#heads.set(tenantId, { sequence, hash: row.hash })
    this.#rows++
    this.#notePurge(row)
    return undefined
  }

  /** What was seen so far, for the verifier of the part before. */
  get part(): VerifiedPart {
    const purged = new Map([...this.#purged].map(([tenantId, rows]) => [tenantId, rows.part]))
    return { rows: this.#rows, opening: this.#opening, heads: this.#heads, purged }
  }

  /** Continues with rows that another verifier has seen completely. False if they do not follow. */
  join({ rows, opening, heads, purged }: VerifiedPart): boolean {
    if (!opening) return true
    const head = this.#heads.get(opening.tenantId) ?? chainStart
    if (opening.sequence !== head.sequence + 1 || opening.previous !== head.hash) return false
    for (const [tenantId, reached] of heads) this.#heads.set(tenantId, reached)
    for (const [tenantId, part] of purged) this.#purgedOf(tenantId).join(part)
    this.#rows += rows
    return true
  }

  /** After the last row: the first one whose text is gone and that no later tombstone explains. */
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

  /** Compares with a head noted elsewhere: without it, a chain cut off at the end still looks whole. */
  compare(tenantId: string, noted: ChainHead): BrokenChain | undefined {
    const head = this.#heads.get(tenantId) ?? chainStart
    if (head.sequence < noted.sequence) {
      return {
        tenantId,
        sequence: head.sequence + 1,
        problem: 'missing',
        reason: `rows up to ${noted.sequence} were noted but are missing`,
      }
    }
    return undefined
  }
}
