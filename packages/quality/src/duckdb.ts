export type { Promotion, PromotionOutcome } from './checkpoint/promotion.ts'
export { duckdbDataset } from './duckdb-dataset.ts'
export { promoteInDuckdb } from './duckdb-promotion.ts'
