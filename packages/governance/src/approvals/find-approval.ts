import type { Kysely } from 'kysely'
import type { Database } from '../store/database.ts'
import type { ApprovalRow } from './approval-tables.ts'

export async function findApproval(db: Kysely<Database>, tenantId: string, id: string): Promise<ApprovalRow | undefined> {
  return db.selectFrom('approvals').selectAll().where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirst()
}
