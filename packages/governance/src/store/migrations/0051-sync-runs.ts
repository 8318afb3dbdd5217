import { sql } from 'kysely'
import type { StoreMigration } from './migration.ts'

export const syncRuns: StoreMigration = {
  name: '0051-sync-runs',
  async up(db) {
    await db.schema
      .createTable('sync_runs')
      .addColumn('tenant_id', 'text', (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('account', 'text', (column) => column.notNull())
      .addColumn('connector', 'text', (column) => column.notNull())
      .addColumn('destination', 'text', (column) => column.notNull())
      .addColumn('status', 'text', (column) =>
        column.notNull().check(sql`status in ('running', 'paused', 'succeeded', 'failed', 'cancelled')`),
      )
      .addColumn('started_at', 'bigint', (column) => column.notNull())
      .addColumn('ended_at', 'bigint')
      .addColumn('report', 'text')
      .addPrimaryKeyConstraint('sync_runs_key', ['tenant_id', 'id'])
      .execute()
    await db.schema.createIndex('sync_runs_started').on('sync_runs').columns(['tenant_id', 'started_at']).execute()
  },
}
