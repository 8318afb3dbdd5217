import type { Kysely } from 'kysely'
import type { Database } from '../store/database.ts'
import { isTombstone } from './tombstone.ts'
import { auditRows } from './audit-rows.ts'

export type { AuditPurge } from './purge-audit.ts'

/** Sequences of a tenant's rows with texts older than that, one page at a time. Leaves out tombstones and purged rows. */
export async function* readyAudit(db: Kysely<Database>, tenantId: string, before: number): AsyncGenerator<readonly number[]> {
  for await (const page of auditRows(db, { tenantId })) {
    const old = page.filter(({ text }) => text !== '' && !isTombstone(text) && writtenAt(text) < before)
    if (old.length > 0) yield old.map(({ sequence }) => sequence)
  }
}

function writtenAt(text: string): number {
  const { at } = JSON.parse(text) as { readonly at?: string }
  // A row without a time is never old.
  return at === undefined ? Number.POSITIVE_INFINITY : Date.parse(at)
}
