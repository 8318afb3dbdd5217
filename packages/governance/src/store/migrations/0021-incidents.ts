import { sql } from 'kysely'
import type { StoreMigration } from './migration.ts'

export const incidents: StoreMigration = {
  name: '0021-incidents',
  async up(db) {
    await db.schema
      .createTable('incidents')
      .addColumn('tenant_id', 'text', (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('source', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('severity', 'text', (column) => column.notNull().check(sql`severity in ('V0', 'V1', 'V2', 'V3')`))
      .addColumn('title', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull().check(sql`state in ('open', 'mitigated', 'excepted', 'closed')`))
      .addColumn('occurrences', 'bigint', (column) => column.notNull())
      .addColumn('first_at', 'bigint', (column) => column.notNull())
      .addColumn('last_at', 'bigint', (column) => column.notNull())
      .addColumn('correlation_id', 'text')
      .addColumn('causation_id', 'text')
      .addColumn('excepted_until', 'bigint')
      .addColumn('revision', 'bigint', (column) => column.notNull())
      // 1 if the last report reopened it or made it graver.
      .addColumn('news', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('incidents_key', ['tenant_id', 'id'])
      .execute()
    // A recurrence before it is closed is the same incident.
    await db.schema
      .createIndex('incidents_live')
      .unique()
      .on('incidents')
      .columns(['tenant_id', 'kind', 'subject'])
      .where(sql.ref('state'), '<>', 'closed')
      .execute()
    await db.schema.createIndex('incidents_recent').on('incidents').columns(['tenant_id', 'last_at']).execute()
    await db.schema
      .createTable('incident_changes')
      .addColumn('tenant_id', 'text', (column) => column.notNull())
      .addColumn('incident_id', 'text', (column) => column.notNull())
      .addColumn('revision', 'bigint', (column) => column.notNull())
      .addColumn('change', 'text', (column) => column.notNull())
      .addColumn('by_type', 'text', (column) => column.notNull())
      .addColumn('by_id', 'text', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('until', 'bigint')
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('incident_changes_key', ['tenant_id', 'incident_id', 'revision'])
      .execute()
  },
}
