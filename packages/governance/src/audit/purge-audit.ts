import type { Actor } from '@portico/core'
import type { StoreContext } from '../store/context.ts'
import type { Write } from '../store/group-commit.ts'
import type { Statement } from '../store/statement.ts'
import { appendRows } from './sql-audit.ts'
import { tombstoneText } from './tombstone-text.ts'
import { type PurgeReason, rangesOf } from './tombstone.ts'

export interface AuditPurge {
  readonly tenantId: string
  /** Ascending. Never includes a tombstone: the purge that it explains would become unexplained. */
  readonly sequences: readonly number[]
  readonly reason: PurgeReason
  readonly by: Actor
  readonly subjectHash?: string
}

/**
 * Removes the texts of rows and records that in the chain, in one transaction. Hashes stay, so the chain verifies. Returns how
 * many texts it removed; rows purged before are not counted again.
 */
export function auditPurge({ commits, now }: Pick<StoreContext, 'commits' | 'now'>): (purge: AuditPurge) => Promise<number> {
  return (purge) => (purge.sequences.length === 0 ? Promise.resolve(0) : commits.write(purgeRows, { ...purge, at: now() }))
}

const purgeRows: Write<AuditPurge & { readonly at: number }, number> = {
  name: 'audit-purge',
  async run(session, purges) {
    const purged: number[] = []
    for (const { tenantId, sequences, reason, by, subjectHash, at } of purges) {
      const rows = await session.each<{ readonly sequence: number }>(
        takeText,
        sequences.map((sequence) => [tenantId, sequence]),
      )
      purged.push(rows.length)
      if (rows.length === 0) continue
      const ranges = rangesOf(rows.map(({ sequence }) => sequence).toSorted((one, other) => one - other))
      const tombstone = { ranges, rows: rows.length, reason, by, ...(subjectHash !== undefined && { subjectHash }) }
      await appendRows(session, [{ tenantId, text: tombstoneText(tenantId, new Date(at).toISOString(), tombstone) }])
    }
    return purged
  },
}

/** Parameters: tenant, sequence. Returns the rows that had a text. */
const takeText: Statement = {
  name: 'audit-take-text',
  sqlite: `update audit_rows set text = ''
    where tenant_id = ? and sequence = ? and text <> '' and text not like '{"_tombstone":%' returning sequence`,
  postgres: `update audit_rows set text = '' from unnest($1::text[], $2::bigint[]) as given (tenant_id, sequence)
    where audit_rows.tenant_id = given.tenant_id and audit_rows.sequence = given.sequence
      and audit_rows.text <> '' and audit_rows.text not like '{"\\_tombstone":%'
    returning audit_rows.sequence`,
}
