import type { StoreMigration } from './migration.ts'

export const audit: StoreMigration = {
  name: '0003-audit',
  async up(db) {
    await db.schema
      .createTable('audit_rows')
      .addColumn('tenant_id', 'text', (column) => column.notNull())
      .addColumn('sequence', 'bigint', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .addColumn('previous', 'text', (column) => column.notNull())
      .addColumn('content', 'text', (column) => column.notNull())
      .addColumn('text', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('audit_rows_key', ['tenant_id', 'sequence'])
      .execute()
    // The end of each chain: instances that append serialise on its row.
    await db.schema
      .createTable('audit_heads')
      .addColumn('tenant_id', 'text', (column) => column.primaryKey())
      .addColumn('sequence', 'bigint', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .execute()
  },
}
