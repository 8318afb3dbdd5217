export { duckdbDestination } from './destination/duckdb/duckdb-destination.ts'
export type { DuckdbOptions } from './destination/duckdb/duckdb-destination.ts'
export type { DuckdbLandedTable } from './destination/duckdb/duckdb-writer.ts'
