import type { StoreMigration } from './migration.ts'

export const tasks: StoreMigration = {
  name: '0040-tasks',
  async up(db) {
    await db.schema
      .createTable('tasks')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('tenant_id', 'text', (column) => column.notNull())
      .addColumn('client', 'text', (column) => column.notNull())
      .addColumn('caller', 'text', (column) => column.notNull())
      .addColumn('operation', 'text', (column) => column.notNull())
      .addColumn('idempotency_key', 'text', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('due_at', 'bigint')
      .addColumn('leased_until', 'bigint', (column) => column.notNull())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .addColumn('version', 'bigint', (column) => column.notNull())
      .addColumn('record', 'text', (column) => column.notNull())
      .addUniqueConstraint('tasks_intent', ['tenant_id', 'client', 'caller', 'operation', 'idempotency_key'])
      .execute()
    await db.schema.createIndex('tasks_due').on('tasks').column('due_at').execute()
    await db.schema.createIndex('tasks_newest').on('tasks').columns(['tenant_id', 'created_at']).execute()
    await db.schema.createIndex('tasks_expiry').on('tasks').column('expires_at').execute()
  },
}
