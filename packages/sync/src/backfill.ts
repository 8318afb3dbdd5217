// Reads a stream's past in ranges, beside its incremental sync.
export { backfillRunbook } from './backfill/backfill-runbook.ts'
export { planBackfill } from './backfill/plan-backfill.ts'
export type { Backfill, BackfillRange } from './backfill/plan-backfill.ts'
