import type { Kysely } from 'kysely'
import type { Database } from '../store/database.ts'
import type { ChainedRow } from './chain.ts'

export interface LastAuditRowsOptions {
  /** At most so many rows. */
  readonly most: number
  /** Only this tenant's rows. */
  readonly tenantId?: string
}

/**
 * The last rows of a store's chains, newest last. Chains have no common order, so their rows are merged by the times they state;
 * a row whose text was purged states none and stands before the next of its chain.
 */
export async function lastAuditRows(
  db: Kysely<Database>,
  { most, tenantId }: LastAuditRowsOptions,
): Promise<readonly ChainedRow[]> {
  let heads = db.selectFrom('audit_heads').select('tenant_id').orderBy('tenant_id')
  if (tenantId !== undefined) heads = heads.where('tenant_id', '=', tenantId)
  let last: readonly { readonly row: ChainedRow; readonly at: string }[] = []
  for (const { tenant_id } of await heads.execute()) {
    const newest = await db
      .selectFrom('audit_rows')
      .select(['tenant_id as tenantId', 'sequence', 'hash', 'previous', 'content', 'text'])
      .where('tenant_id', '=', tenant_id)
      .orderBy('sequence', 'desc')
      .limit(most)
      .execute()
    let at = '\uFFFF'
    const timed = newest.map((row) => ({
      row,
      at: (at = row.text === '' ? at : (JSON.parse(row.text) as { readonly at: string }).at),
    }))
    last = [...last, ...timed.toReversed()]
      .toSorted((one, other) => (one.at < other.at ? -1 : Number(one.at > other.at)))
      .slice(-most)
  }
  return last.map(({ row }) => row)
}
