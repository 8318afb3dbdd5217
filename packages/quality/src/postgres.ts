export { postgresDataset } from './postgres-dataset.ts'
export type { PostgresDatasetOptions } from './postgres-dataset.ts'
