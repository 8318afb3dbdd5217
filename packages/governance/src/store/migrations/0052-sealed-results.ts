import type { StoreMigration } from './migration.ts'

/** Results that nobody reads from the table. Those of before stay readable until their keys are rotated. */
export const sealedResults: StoreMigration = {
  name: '0052-sealed-results',
  async up(db, types) {
    await db.schema.alterTable('claims').addColumn('sealed', types.bytes).execute()
  },
}
