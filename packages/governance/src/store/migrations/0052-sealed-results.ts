import type { StoreMigration } from './migration.ts'

/** Results that cannot be read from the table. Older ones stay readable until the keys are rotated. */
export const sealedResults: StoreMigration = {
  name: '0052-sealed-results',
  async up(db, types) {
    await db.schema.alterTable('claims').addColumn('sealed', types.bytes).execute()
  },
}
