export type { PostgresSourceOptions } from './postgres-source/connection-options.ts'
export { postgresSource } from './postgres-source/postgres-source.ts'
