import type { Kysely } from 'kysely'
import type { Database } from '../store/database.ts'
import type { ApprovalRow } from './approval-tables.ts'

/**
 * Undoes exactly the taking at `takenAt`. False if the decision has expired, or if a person is already being asked about the same
 * call: an intent has at most one open approval.
 */
export async function giveBack(
  db: Kysely<Database>,
  { tenant_id, id, intent, token_id, expires_at }: ApprovalRow,
  takenAt: number,
  now: number,
): Promise<boolean> {
  if (now >= expires_at) return false
  const given = await db
    .updateTable('approvals')
    .set({ used_at: null, open: 1 })
    .where('tenant_id', '=', tenant_id)
    .where('id', '=', id)
    .where('token_id', '=', token_id)
    .where('used_at', '=', takenAt)
    .where((row) =>
      row.not(
        row.exists(
          row
            .selectFrom('approvals as asked')
            .select('asked.id')
            .where('asked.tenant_id', '=', tenant_id)
            .where('asked.intent', '=', intent)
            .where('asked.open', '=', 1),
        ),
      ),
    )
    .returning('id')
    .executeTakeFirst()
  return given !== undefined
}
