import type { StoreMigration } from './migration.ts'

export const ledger: StoreMigration = {
  name: '0004-ledger',
  async up(db) {
    await db.schema
      .createTable('proofs')
      .addColumn('tenant_id', 'text', (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('call_id', 'text', (column) => column.notNull())
      .addColumn('actor_type', 'text', (column) => column.notNull())
      .addColumn('actor_id', 'text', (column) => column.notNull())
      .addColumn('intended_action', 'text', (column) => column.notNull())
      .addColumn('arguments_hash', 'text')
      .addColumn('side_effect', 'text', (column) => column.notNull())
      .addColumn('reversibility', 'text', (column) => column.notNull())
      .addColumn('correlation_id', 'text')
      .addColumn('traceparent', 'text')
      .addColumn('opened_at', 'bigint', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('actual_call', 'text')
      .addColumn('actual_hash', 'text')
      .addColumn('commit_state', 'text')
      .addColumn('evidence', 'text')
      .addColumn('resolved_at', 'bigint')
      .addPrimaryKeyConstraint('proofs_key', ['tenant_id', 'call_id'])
      .execute()
    await db.schema
      .createTable('action_claims')
      .addColumn('tenant_id', 'text', (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('call_id', 'text', (column) => column.notNull())
      .addColumn('actor_type', 'text', (column) => column.notNull())
      .addColumn('actor_id', 'text', (column) => column.notNull())
      .addColumn('claimed_action', 'text', (column) => column.notNull())
      .addColumn('claimed_outcome', 'text', (column) => column.notNull())
      .addColumn('arguments_hash', 'text')
      .addColumn('claimed_at', 'bigint', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('action_claims_key', ['tenant_id', 'id'])
      .execute()
    await db.schema.createIndex('action_claims_call').on('action_claims').columns(['tenant_id', 'call_id']).execute()
  },
}
