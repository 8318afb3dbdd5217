import type { StoreMigration } from './migration.ts'

/** Who made a claim, and until when a share may be in use. */
export const crashes: StoreMigration = {
  name: '0050-crashes',
  async up(db) {
    await db.schema.alterTable('claims').addColumn('actor', 'text').execute()
    await db.schema.alterTable('standing_uses').addColumn('held_until', 'bigint').execute()
  },
}
