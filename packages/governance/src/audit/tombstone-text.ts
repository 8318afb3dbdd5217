import { randomUUID } from 'node:crypto'
import { canonicalJson } from '@portico/core'
import type { Tombstone } from './tombstone.ts'

/** The text of a tombstone's own row. */
export function tombstoneText(tenantId: string, at: string, tombstone: Tombstone): string {
  return canonicalJson({ _tombstone: tombstone, at, id: randomUUID(), tenantId })
}
