import { sql } from 'kysely'
import type { StoreMigration } from './migration.ts'

export const approvals: StoreMigration = {
  name: '0030-approvals',
  async up(db, types) {
    await db.schema
      .createTable('approvals')
      .addColumn('tenant_id', 'text', (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('account', 'text', (column) => column.notNull())
      .addColumn('connector', 'text', (column) => column.notNull())
      .addColumn('connector_version', 'text', (column) => column.notNull())
      .addColumn('operation', 'text', (column) => column.notNull())
      .addColumn('actor_type', 'text', (column) => column.notNull())
      .addColumn('actor_id', 'text', (column) => column.notNull())
      .addColumn('actor_via', 'text')
      .addColumn('classes', 'text', (column) => column.notNull())
      .addColumn('required_approval', 'text', (column) => column.notNull().check(sql`required_approval in ('A1', 'A2', 'A3')`))
      .addColumn('rule', 'text', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('input', types.bytes, (column) => column.notNull())
      .addColumn('shown_input', 'text', (column) => column.notNull())
      .addColumn('arguments_hash', 'text', (column) => column.notNull())
      .addColumn('pin', 'text', (column) => column.notNull())
      .addColumn('idempotency_key', 'text', (column) => column.notNull())
      .addColumn('correlation_id', 'text')
      .addColumn('intent', 'text', (column) => column.notNull())
      .addColumn('open', 'integer', (column) => column.notNull().check(sql`open in (0, 1)`))
      .addColumn('requested_at', 'bigint', (column) => column.notNull())
      .addColumn('due_at', 'bigint', (column) => column.notNull())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .addColumn('outcome', 'text', (column) => column.check(sql`outcome in ('approve', 'edit', 'reject')`))
      .addColumn('decided_by', 'text')
      .addColumn('decided_via', 'text')
      .addColumn('decided_at', 'bigint')
      .addColumn('decision_reason', 'text')
      .addColumn('edited_input', types.bytes)
      .addColumn('edited_shown_input', 'text')
      .addColumn('executed_hash', 'text')
      .addColumn('token_id', 'text')
      .addColumn('recorded_at', 'bigint')
      .addColumn('used_at', 'bigint')
      .addColumn('expiry_told_at', 'bigint')
      .addPrimaryKeyConstraint('approvals_key', ['tenant_id', 'id'])
      .execute()
    // An intent asks a person only once.
    await db.schema
      .createIndex('approvals_intent')
      .unique()
      .on('approvals')
      .columns(['tenant_id', 'intent'])
      .where(sql.ref('open'), '=', 1)
      .execute()
    await db.schema.createIndex('approvals_requested').on('approvals').columns(['tenant_id', 'requested_at']).execute()
    await db.schema.createIndex('approvals_due').on('approvals').columns(['tenant_id', 'due_at']).execute()
  },
}
