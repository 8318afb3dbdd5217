import type { StoreMigration } from './migration.ts'

export const intents: StoreMigration = {
  name: '0041-intents',
  async up(db) {
    await db.schema
      .createTable('intents')
      .addColumn('tenant_id', 'text', (column) => column.notNull())
      .addColumn('client', 'text', (column) => column.notNull())
      .addColumn('caller', 'text', (column) => column.notNull())
      .addColumn('operation', 'text', (column) => column.notNull())
      .addColumn('arguments_hash', 'text', (column) => column.notNull())
      .addColumn('key', 'text', (column) => column.notNull())
      .addColumn('opened_at', 'bigint', (column) => column.notNull())
      .addColumn('settled_at', 'bigint')
      .addColumn('joined_at', 'bigint')
      .addPrimaryKeyConstraint('intents_key', ['tenant_id', 'client', 'caller', 'operation', 'arguments_hash'])
      .execute()
    await db.schema.createIndex('intents_age').on('intents').column('opened_at').execute()
  },
}
