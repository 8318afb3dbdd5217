import { defineTables, type Source, type TableRules } from '@portico/core/streams'
import { postgresVendor } from '../vendor.ts'
import { version } from '../version.ts'

/** A source with declarations about its tables: who owns them, how fresh they must be, what in them is sensitive. */
export function postgresTables(said: Omit<TableRules, 'database'>): Source<Readonly<Record<never, never>>> {
  return defineTables(postgresVendor, { version, database: 'postgresql', ...said })
}

/**
 * The tables of a database without any declarations. Their content is unknown, so it counts as personal; a table has an owner
 * once `postgresTables` names one.
 */
export const postgresSource = postgresTables({
  every: { owner: 'Operations', freshness: '1d', consumers: [], sensitivity: 'S3', schemaChanges: 'evolve' },
  named: {},
})
