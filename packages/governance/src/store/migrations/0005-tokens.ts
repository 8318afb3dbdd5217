import type { StoreMigration } from './migration.ts'

export const tokens: StoreMigration = {
  name: '0005-tokens',
  async up(db, types) {
    await db.schema
      .createTable('tokens')
      .addColumn('tenant_id', 'text', (column) => column.notNull())
      .addColumn('key', 'text', (column) => column.notNull())
      .addColumn('sealed', types.bytes, (column) => column.notNull())
      .addColumn('written_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('tokens_key', ['tenant_id', 'key'])
      .execute()
    await db.schema
      .createTable('leases')
      .addColumn('tenant_id', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('holder', 'text', (column) => column.notNull())
      .addColumn('held_until', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('leases_key', ['tenant_id', 'name'])
      .execute()
  },
}
