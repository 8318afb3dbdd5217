import { hash } from 'node:crypto'
import { type ChainedRow, type ChainHead, chainStart, rowHash } from './chain.ts'
import { PurgedRows } from './purged-rows.ts'
import { readTombstone } from './tombstone.ts'

/** The first thing that is wrong with a chain, and where. */
export interface BrokenChain {
  readonly tenantId: string
  /** The row that is wrong, or the first one that is not there. */
  readonly sequence: number
  readonly problem: 'altered' | 'missing' | 'reordered'
  readonly reason: string
}

/** Verifies rows of any tenants as they come; each tenant has a chain of its own. */
export class ChainVerifier {
  readonly #heads = new Map<string, ChainHead>()
  /** By tenant and sequence: the hash that was noted. */
  readonly #noted = new Map<string, Map<number, string>>()
  readonly #purged = new Map<string, PurgedRows>()
  #rows = 0

  /** Heads that were noted elsewhere: a chain that was written anew, however long, does not pass through them. */
  constructor(noted: Iterable<readonly [string, ChainHead]> = []) {
    for (const [tenantId, { sequence, hash: expected }] of noted) {
      const hashes = this.#noted.get(tenantId) ?? new Map<number, string>()
      this.#noted.set(tenantId, hashes.set(sequence, expected))
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
    const head = this.#heads.get(tenantId) ?? chainStart
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
    const noted = this.#noted.get(tenantId)?.get(sequence)
    if (noted !== undefined && noted !== row.hash) return broken('altered', sequence, 'another row was noted at its place')
    this.#heads.set(tenantId, { sequence, hash: row.hash })
    this.#rows++
    this.#notePurge(row)
    return undefined
  }

  /** After the last row: the first one whose text is gone and that no tombstone after it speaks of. */
  uncovered(): BrokenChain | undefined {
    for (const [tenantId, { firstUncovered: sequence }] of this.#purged) {
      if (sequence === undefined) continue
      return { tenantId, sequence, problem: 'altered', reason: 'its text is gone, and no row says that it was purged' }
    }
    return undefined
  }

  #notePurge({ tenantId, sequence, text }: ChainedRow): void {
    const tombstone = readTombstone(text)
    if (text !== '' && !tombstone) return
    const purged = this.#purged.get(tenantId) ?? new PurgedRows()
    this.#purged.set(tenantId, purged)
    if (tombstone) purged.covered(tombstone)
    else purged.missing(sequence)
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
