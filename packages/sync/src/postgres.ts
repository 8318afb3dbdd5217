export { postgresDestination } from './destination/postgres/postgres-destination.ts'
export type { PostgresDestinationOptions } from './destination/postgres/postgres-destination.ts'
export type { PostgresLandedTable } from './destination/postgres/postgres-writer.ts'
