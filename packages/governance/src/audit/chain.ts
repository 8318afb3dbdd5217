import { hash } from 'node:crypto'

/** The end of a tenant's chain so far. */
export interface ChainHead {
  /** Sequence of the last row; 0 before the first. */
  readonly sequence: number
  /** SHA-256 in hex. */
  readonly hash: string
}

/** The head of an empty chain. */
export const chainStart: ChainHead = { sequence: 0, hash: '0'.repeat(64) }

/** A row as it is kept: `text` is the canonical JSON that was hashed, byte for byte. */
export interface ChainedRow {
  readonly tenantId: string
  readonly sequence: number
  readonly previous: string
  /** SHA-256 of `text`. It stays when the text is purged, so the chain still verifies. */
  readonly content: string
  readonly hash: string
  /** Empty if purged. */
  readonly text: string
}

/** The next row of a tenant's chain. */
export function chainRow(head: ChainHead, tenantId: string, text: string): ChainedRow {
  const sequence = head.sequence + 1
  const content = hash('sha256', text, 'hex')
  return { tenantId, sequence, previous: head.hash, content, hash: rowHash(head.hash, tenantId, sequence, content), text }
}

/** Covers tenant and sequence: a row moved to another place or tenant no longer matches its hash. */
export function rowHash(previous: string, tenantId: string, sequence: number, content: string): string {
  return hash('sha256', `${previous}\n${sequence}\n${content}\n${tenantId}`, 'hex')
}
