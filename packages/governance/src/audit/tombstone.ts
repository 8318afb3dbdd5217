import type { Actor } from '@portico/core'

export type PurgeReason = 'retention' | 'erasure'

/** Sequences of a tenant's chain, inclusive at both ends. */
export type SequenceRange = readonly [from: number, to: number]

/** A row of the chain that explains why the texts of earlier rows are gone. */
export interface Tombstone {
  readonly ranges: readonly SequenceRange[]
  readonly rows: number
  readonly reason: PurgeReason
  readonly by: Actor
  /** Of an erasure: SHA-256 of tenant and subject. It proves the erasure to the person, and tells nobody else who it was. */
  readonly subjectHash?: string
}

// Canonical JSON sorts names, and an audit row's first one is `account`: no call's row begins like this.
const beginning = '{"_tombstone":'

export function isTombstone(text: string): boolean {
  return text.startsWith(beginning)
}

/** Undefined for any other row's text, or if it does not say which rows it covers. */
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
