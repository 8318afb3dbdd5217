import type { Checkpoint, CheckpointOutcome, CheckpointRun } from '../checkpoint/run-checkpoint.ts'

/** A landed table, and the one that readers use. Both are named `table` or `schema.table`. */
export interface Promotion extends CheckpointRun {
  readonly checkpoint: Checkpoint
  readonly staging: string
  readonly live: string
}

/** The result of a checkpoint over a staging table. */
export interface PromotionOutcome extends CheckpointOutcome {
  /** Whether the live table now has the judged rows. Otherwise it is unchanged. */
  readonly promoted: boolean
}
