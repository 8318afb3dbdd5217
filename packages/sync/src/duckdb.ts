export { duckdbDestination } from './destination/duckdb/duckdb-destination.ts'
export type { DuckdbOptions } from './destination/duckdb/duckdb-destination.ts'
