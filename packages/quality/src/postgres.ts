export type { Promotion, PromotionOutcome } from './checkpoint/promotion.ts'
export { postgresDataset } from './postgres-dataset.ts'
export type { PostgresDatasetOptions } from './postgres-dataset.ts'
export { promoteInPostgres } from './postgres-promotion.ts'
