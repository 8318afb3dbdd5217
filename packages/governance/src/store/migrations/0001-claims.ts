import { sql } from 'kysely'
import type { StoreMigration } from './migration.ts'

export const claims: StoreMigration = {
  name: '0001-claims',
  async up(db) {
    await db.schema
      .createTable('claims')
      .addColumn('tenant_id', 'text', (column) => column.notNull())
      .addColumn('account', 'text', (column) => column.notNull())
      .addColumn('connector', 'text', (column) => column.notNull())
      .addColumn('operation', 'text', (column) => column.notNull())
      .addColumn('key', 'text', (column) => column.notNull())
      .addColumn('arguments_hash', 'text', (column) => column.notNull())
      .addColumn('requested_hash', 'text', (column) => column.notNull())
      .addColumn('claimant', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull().check(sql`state in ('held', 'finished', 'abandoned')`))
      .addColumn('first_at', 'bigint', (column) => column.notNull())
      .addColumn('deadline', 'bigint', (column) => column.notNull())
      .addColumn('commit_state', 'text')
      .addColumn('data', 'text')
      .addColumn('receipt', 'text')
      .addColumn('finished_at', 'bigint')
      .addPrimaryKeyConstraint('claims_key', ['tenant_id', 'account', 'connector', 'operation', 'key'])
      .execute()
    // Partial: few claims of many wait for reconciliation.
    await db.schema
      .createIndex('claims_unfinished')
      .on('claims')
      .columns(['tenant_id', 'first_at'])
      .where(sql.ref('state'), '<>', 'finished')
      .execute()
  },
}
