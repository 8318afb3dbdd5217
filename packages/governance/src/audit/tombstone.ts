import type { Actor } from '@portico/core'

export type PurgeReason = 'retention' | 'erasure'

/** Sequences of a tenant's chain, both ends included. */
export type SequenceRange = readonly [from: number, to: number]

/** What a row of the chain says about rows before it whose texts were taken away. */
export interface Tombstone {
  readonly ranges: readonly SequenceRange[]
  readonly rows: number
  readonly reason: PurgeReason
  readonly by: Actor
  /** Of an erasure: SHA-256 of tenant and subject, so that it can be proven to them and tells nobody else. */
  readonly subjectHash?: string
}

// Canonical JSON sorts names, and an audit row's first one is `account`: no row of a call begins like this.
const beginning = '{"_tombstone":'

export function isTombstone(text: string): boolean {
  return text.startsWith(beginning)
}

/** Undefined for the text of any other row, and for one that does not say which rows it speaks of. */
export function readTombstone(text: string): Tombstone | undefined {
  if (!isTombstone(text)) return undefined
  try {
    const { _tombstone: tombstone } = JSON.parse(text) as { readonly _tombstone?: Partial<Tombstone> }
    return Array.isArray(tombstone?.ranges) && tombstone.ranges.every(isRange) ? (tombstone as Tombstone) : undefined
  } catch {
    return undefined
  }
}

function isRange(range: unknown): range is SequenceRange {
  return Array.isArray(range) && range.length === 2 && range.every(Number.isSafeInteger)
}

/** Ascending sequences as ranges. */
export function rangesOf(sequences: readonly number[]): SequenceRange[] {
  const ranges: [number, number][] = []
  for (const sequence of sequences) {
    const last = ranges.at(-1)
    if (last && last[1] + 1 === sequence) last[1] = sequence
    else ranges.push([sequence, sequence])
  }
  return ranges
}
