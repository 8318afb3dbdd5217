import type { Kysely } from 'kysely'
import type { Database } from '../store/database.ts'
import { auditRows } from './audit-rows.ts'
import type { ChainHead } from './chain.ts'
import { type BrokenChain, ChainVerifier } from './verify-chain.ts'

export type AuditStoreReport =
  | {
      readonly intact: true
      readonly rows: number
      /** Rows whose texts were purged, as later rows explain. */
      readonly purged: number
      readonly heads: ReadonlyMap<string, ChainHead>
    }
  | { readonly intact: false; readonly rows: number; readonly broken: BrokenChain; readonly reason: string }

export type NotedHeads = readonly (readonly [tenantId: string, head: ChainHead])[]

/**
 * Verifies a store's chains, and that each ends where the store says it does; `heads` noted elsewhere also detect a tail that was
 * cut off together with the stored head. `SqlStore.verifyAudit` does the same in several threads where it can.
 */
export async function verifyAuditStore(
  db: Kysely<Database>,
  options: { readonly heads?: ReadonlyMap<string, ChainHead> } = {},
): Promise<AuditStoreReport> {
  const noted = [...(await keptHeads(db)), ...(options.heads ?? [])]
  const verifier = new ChainVerifier(noted)
  for await (const page of auditRows(db)) {
    for (const row of page) {
      const wrong = verifier.add(row)
      if (wrong) return brokenAt(verifier, wrong)
    }
  }
  return concluded(verifier, noted, await keptHeads(db))
}

/** The heads that the store keeps, in the order of its rows. */
export async function keptHeads(db: Kysely<Database>): Promise<NotedHeads> {
  const kept = await db.selectFrom('audit_heads').selectAll().orderBy('tenant_id').execute()
  return kept.map(({ tenant_id, sequence, hash }) => [tenant_id, { sequence, hash }])
}

/**
 * After the last row: checks that every purge is explained and that nothing was cut off or added. Read `kept` after the rows:
 * appending a row moves the head with it.
 */
export function concluded(verifier: ChainVerifier, noted: NotedHeads, kept: NotedHeads): AuditStoreReport {
  const uncovered = verifier.uncovered()
  if (uncovered) return brokenAt(verifier, uncovered)
  for (const [tenantId, head] of noted) {
    const wrong = verifier.compare(tenantId, head)
    if (wrong) return brokenAt(verifier, wrong)
  }
  const ends = new Map(kept.map(([tenantId, { sequence }]) => [tenantId, sequence]))
  for (const [tenantId, { sequence }] of verifier.heads) {
    const end = ends.get(tenantId) ?? 0
    if (sequence <= end) continue
    return brokenAt(verifier, {
      tenantId,
      sequence: end + 1,
      problem: 'altered',
      reason: `it comes after row ${end}, where the store says that the chain ends`,
    })
  }
  return { intact: true, rows: verifier.rows, purged: verifier.purged, heads: verifier.heads }
}

function brokenAt({ rows }: ChainVerifier, broken: BrokenChain): AuditStoreReport {
  return { intact: false, rows, broken, reason: broken.reason }
}
