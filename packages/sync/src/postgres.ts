export { postgresDestination } from './destination/postgres/postgres-destination.ts'
export type { PostgresOptions } from './destination/postgres/postgres-destination.ts'
export type { PostgresLandedTable } from './destination/postgres/postgres-writer.ts'
