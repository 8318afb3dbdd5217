import { hash } from 'node:crypto'

/** Where a tenant's chain has come to. */
export interface ChainHead {
  /** Of the last row; 0 before the first. */
  readonly sequence: number
  /** SHA-256 in hex. */
  readonly hash: string
}

/** What stands before a tenant's first row. */
export const chainStart: ChainHead = { sequence: 0, hash: '0'.repeat(64) }

/** A row as it is kept: `text` is the canonical JSON that was hashed, byte for byte. */
export interface ChainedRow {
  readonly tenantId: string
  readonly sequence: number
  readonly previous: string
  /** SHA-256 of `text`. It stays when a purge takes the text away, so the chain still verifies. */
  readonly content: string
  readonly hash: string
  /** Empty where a purge took it away. */
  readonly text: string
}

/** The next row of a tenant's chain. */
export function chainRow(head: ChainHead, tenantId: string, text: string): ChainedRow {
  const sequence = head.sequence + 1
  const content = hash('sha256', text, 'hex')
  return { tenantId, sequence, previous: head.hash, content, hash: rowHash(head.hash, tenantId, sequence, content), text }
}

/** Tenant and sequence are part of it: a row moved to another place, or to another tenant, has another hash. */
export function rowHash(previous: string, tenantId: string, sequence: number, content: string): string {
  return hash('sha256', `${previous}\n${sequence}\n${content}\n${tenantId}`, 'hex')
}
