import type { Change } from '../change.ts'
import type { Rooted, Side } from './schema.ts'

/** The position of a comparison. */
export interface Comparison {
  readonly side: Side
  /** `input.title`, `output.data[].id` */
  readonly at: string
  /** Pairs under comparison: a recursive schema leads back to the same pair. */
  readonly open: ReadonlyMap<object, ReadonlySet<object>>
}

export type Compare = (base: Rooted, head: Rooted, comparison: Comparison) => readonly Change[]
