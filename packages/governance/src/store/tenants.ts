import type { Kysely } from 'kysely'
import type { Database } from './database.ts'

const tables = ['audit_heads', 'claims', 'proofs', 'approvals', 'dead_letters', 'incidents', 'tokens', 'sync_runs'] as const

/** Every tenant with anything in the store, sorted. */
export async function tenantsOf(db: Kysely<Database>): Promise<readonly string[]> {
  const found = await Promise.all(tables.map((table) => db.selectFrom(table).select('tenant_id').distinct().execute()))
  return [...new Set(found.flat().map(({ tenant_id }) => tenant_id))].toSorted()
}
