export type { Promotion, PromotionOutcome } from './promotion/promotion.ts'
export { postgresDataset } from './dataset/postgres-dataset.ts'
export type { PostgresDatasetOptions } from './dataset/postgres-dataset.ts'
export { promoteInPostgres } from './promotion/postgres-promotion.ts'
