import type { Checkpoint, CheckpointOutcome, CheckpointRun } from '../checkpoint/run-checkpoint.ts'

/** A table that landed, and the one that is read. Both are named `table` or `schema.table`. */
export interface Promotion extends CheckpointRun {
  readonly checkpoint: Checkpoint
  readonly staging: string
  readonly live: string
}

/** What a checkpoint over a staging table came to. */
export interface PromotionOutcome extends CheckpointOutcome {
  /** Whether the live table now has the rows that were judged. Otherwise it is as it was. */
  readonly promoted: boolean
}
