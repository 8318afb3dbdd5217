import type { StoreMigration } from './migration.ts'

export const deliveries: StoreMigration = {
  name: '0002-deliveries',
  async up(db) {
    await db.schema
      .createTable('deliveries')
      .addColumn('tenant_id', 'text', (column) => column.notNull())
      .addColumn('connector', 'text', (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('seen_at', 'bigint', (column) => column.notNull())
      .addColumn('kept_until', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('deliveries_key', ['tenant_id', 'connector', 'id'])
      .execute()
    await db.schema.createIndex('deliveries_kept_until').on('deliveries').column('kept_until').execute()
  },
}
