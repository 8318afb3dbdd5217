import { sql } from 'kysely'
import type { StoreMigration } from './migration.ts'

export const standingApprovals: StoreMigration = {
  name: '0031-standing-approvals',
  async up(db) {
    await db.schema
      .createTable('standing_approvals')
      .addColumn('tenant_id', 'text', (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('account', 'text', (column) => column.notNull())
      .addColumn('connector', 'text', (column) => column.notNull())
      .addColumn('operation', 'text', (column) => column.notNull())
      .addColumn('pin', 'text', (column) => column.notNull())
      .addColumn('actor_type', 'text', (column) => column.notNull())
      .addColumn('actor_id', 'text', (column) => column.notNull())
      .addColumn('approval', 'text', (column) => column.notNull().check(sql`approval in ('A1', 'A2', 'A3')`))
      .addColumn('bounds', 'text', (column) => column.notNull())
      .addColumn('sum_path', 'text')
      .addColumn('sum_max', 'bigint')
      .addColumn('sum_used', 'bigint', (column) =>
        column.notNull().check(sql`sum_used >= 0 and sum_used <= coalesce(sum_max, 0)`),
      )
      .addColumn('count_max', 'bigint', (column) => column.notNull())
      .addColumn('count_used', 'bigint', (column) => column.notNull().check(sql`count_used >= 0 and count_used <= count_max`))
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('created_by', 'text', (column) => column.notNull())
      .addColumn('created_via', 'text')
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .addColumn('revoked_by', 'text')
      .addColumn('revoked_at', 'bigint')
      .addColumn('revoked_reason', 'text')
      .addPrimaryKeyConstraint('standing_approvals_key', ['tenant_id', 'id'])
      .execute()
    await db.schema
      .createIndex('standing_approvals_call')
      .on('standing_approvals')
      .columns(['tenant_id', 'connector', 'operation', 'actor_id'])
      .execute()
    await db.schema
      .createTable('standing_uses')
      .addColumn('tenant_id', 'text', (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('standing_id', 'text', (column) => column.notNull())
      .addColumn('account', 'text', (column) => column.notNull())
      .addColumn('connector', 'text', (column) => column.notNull())
      .addColumn('operation', 'text', (column) => column.notNull())
      .addColumn('use_key', 'text', (column) => column.notNull())
      .addColumn('arguments_hash', 'text', (column) => column.notNull())
      .addColumn('amount', 'bigint', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull().check(sql`state in ('held', 'unknown', 'acted')`))
      .addColumn('holders', 'integer', (column) => column.notNull().check(sql`holders >= 0`))
      .addColumn('taken_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('standing_uses_key', ['tenant_id', 'id'])
      .addUniqueConstraint('standing_uses_call', ['tenant_id', 'account', 'connector', 'operation', 'use_key'])
      .execute()
  },
}
