import { sql } from 'kysely'
import type { StoreMigration } from './migration.ts'

export const outbox: StoreMigration = {
  name: '0020-outbox',
  async up(db, { identity }) {
    await db.schema
      .createTable('outbox')
      // The order of delivery within an entity.
      .addColumn('position', identity.type, identity.column)
      .addColumn('sink', 'text', (column) => column.notNull())
      .addColumn('entity', 'text', (column) => column.notNull())
      .addColumn('tenant_id', 'text', (column) => column.notNull())
      .addColumn('event_id', 'text', (column) => column.notNull())
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('event', 'text', (column) => column.notNull())
      .addColumn('published_at', 'bigint', (column) => column.notNull())
      .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
      // Published again while it waits, it is the same event.
      .addUniqueConstraint('outbox_once', ['tenant_id', 'sink', 'event_id'])
      .execute()
    await db.schema.createIndex('outbox_entities').on('outbox').columns(['sink', 'entity', 'position']).execute()
    await db.schema
      .createTable('outbox_leases')
      .addColumn('sink', 'text', (column) => column.notNull())
      .addColumn('entity', 'text', (column) => column.notNull())
      .addColumn('holder', 'text', (column) => column.notNull())
      // Nobody else delivers before then: while it is held, and while it waits for its next try.
      .addColumn('until', 'bigint', (column) => column.notNull())
      .addColumn('failures', 'integer', (column) => column.notNull().defaultTo(0))
      .addPrimaryKeyConstraint('outbox_leases_key', ['sink', 'entity'])
      .execute()
    await db.schema
      .createTable('dead_letters')
      .addColumn('tenant_id', 'text', (column) => column.notNull())
      .addColumn('sink', 'text', (column) => column.notNull())
      .addColumn('event_id', 'text', (column) => column.notNull())
      .addColumn('entity', 'text', (column) => column.notNull())
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('event', 'text', (column) => column.notNull())
      .addColumn('code', 'text', (column) => column.notNull().check(sql`code in ('invalid', 'refused', 'failed')`))
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('attempts', 'integer', (column) => column.notNull())
      .addColumn('published_at', 'bigint', (column) => column.notNull())
      .addColumn('dead_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('dead_letters_key', ['tenant_id', 'sink', 'event_id'])
      .execute()
  },
}
