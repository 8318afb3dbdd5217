import type { Kysely } from 'kysely'
import type { Database } from '../store/database.ts'
import type { ChainedRow, ChainHead } from './chain.ts'
import { type BrokenChain, ChainVerifier } from './verify-chain.ts'

export type AuditStoreReport =
  | {
      readonly intact: true
      readonly rows: number
      /** Rows whose texts were purged, as later rows say. */
      readonly purged: number
      readonly heads: ReadonlyMap<string, ChainHead>
    }
  | { readonly intact: false; readonly rows: number; readonly broken: BrokenChain; readonly reason: string }

export interface AuditRowsOptions {
  /** Of this tenant alone. */
  readonly tenantId?: string
}

// Small enough to be gone before the garbage collector would move it.
const pageRows = 1000

/** The rows of a store, tenant by tenant in the order of their chains, a page at a time: whoever writes is not kept waiting. */
export async function* auditRows(db: Kysely<Database>, options: AuditRowsOptions = {}): AsyncGenerator<readonly ChainedRow[]> {
  let last: { readonly tenantId: string; readonly sequence: number } | undefined
  for (;;) {
    let query = db
      .selectFrom('audit_rows')
      .select(['tenant_id as tenantId', 'sequence', 'hash', 'previous', 'content', 'text'])
      .orderBy('tenant_id')
      .orderBy('sequence')
      .limit(pageRows)
    if (options.tenantId !== undefined) query = query.where('tenant_id', '=', options.tenantId)
    if (last) {
      const { tenantId, sequence } = last
      query = query.where((eb) => eb(eb.refTuple('tenant_id', 'sequence'), '>', eb.tuple(tenantId, sequence)))
    }
    const rows = await query.execute()
    if (rows.length > 0) yield rows
    if (rows.length < pageRows) return
    last = rows.at(-1)!
  }
}

/**
 * Verifies the chains of a store, and that each ends where the store says it does; `heads` that were noted elsewhere find a store
 * whose end was cut off together with that.
 */
export async function verifyAuditStore(
  db: Kysely<Database>,
  options: { readonly heads?: ReadonlyMap<string, ChainHead> } = {},
): Promise<AuditStoreReport> {
  const kept = await db.selectFrom('audit_heads').selectAll().execute()
  const ends = [
    ...kept.map(({ tenant_id, sequence, hash }): [string, ChainHead] => [tenant_id, { sequence, hash }]),
    ...(options.heads ?? []),
  ]
  const verifier = new ChainVerifier(ends)
  const broken = (one: BrokenChain): AuditStoreReport => ({
    intact: false,
    rows: verifier.rows,
    broken: one,
    reason: one.reason,
  })
  for await (const page of auditRows(db)) {
    for (const row of page) {
      const wrong = verifier.add(row)
      if (wrong) return broken(wrong)
    }
  }
  const uncovered = verifier.uncovered()
  if (uncovered) return broken(uncovered)
  for (const [tenantId, head] of ends) {
    const wrong = verifier.compare(tenantId, head)
    if (wrong) return broken(wrong)
  }
  return { intact: true, rows: verifier.rows, purged: verifier.purged, heads: verifier.heads }
}
