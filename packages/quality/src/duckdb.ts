export type { Promotion, PromotionOutcome } from './promotion/promotion.ts'
export { duckdbDataset } from './dataset/duckdb-dataset.ts'
export { promoteInDuckdb } from './promotion/duckdb-promotion.ts'
