import type { Transaction } from 'kysely'
import type { Database } from '../store/database.ts'
import type { StandingApprovalRow, StandingUseRow } from './standing-tables.ts'

const most = 500

/**
 * Returns shares whose calls did nothing and never settled them: their process died before claiming the key, or a person found
 * that nothing was done and freed the key. Whoever takes a share holds a lock on the standing approval's row.
 */
export async function reclaimShares(transaction: Transaction<Database>, row: StandingApprovalRow, now: number): Promise<void> {
  const idle = await transaction
    .selectFrom('standing_uses')
    .selectAll()
    .where('tenant_id', '=', row.tenant_id)
    .where('standing_id', '=', row.id)
    .where('state', '<>', 'acted')
    .where('held_until', '<=', now)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('claims')
            .select('key')
            .whereRef('claims.tenant_id', '=', 'standing_uses.tenant_id')
            .whereRef('claims.account', '=', 'standing_uses.account')
            .whereRef('claims.connector', '=', 'standing_uses.connector')
            .whereRef('claims.operation', '=', 'standing_uses.operation')
            .whereRef('claims.key', '=', 'standing_uses.use_key'),
        ),
      ),
    )
    .limit(most)
    .execute()
  for (const use of idle) await giveBack(transaction, use)
}

export async function giveBack(transaction: Transaction<Database>, use: StandingUseRow): Promise<void> {
  await transaction.deleteFrom('standing_uses').where('tenant_id', '=', use.tenant_id).where('id', '=', use.id).execute()
  await transaction
    .updateTable('standing_approvals')
    .set((eb) => ({ count_used: eb('count_used', '-', 1), sum_used: eb('sum_used', '-', use.amount) }))
    .where('tenant_id', '=', use.tenant_id)
    .where('id', '=', use.standing_id)
    .execute()
}
