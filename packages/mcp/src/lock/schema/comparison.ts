import type { Change } from '../change.ts'
import type { Rooted, Side } from './schema.ts'

/** Where a comparison stands. */
export interface Comparison {
  readonly side: Side
  /** `input.title`, `output.data[].id` */
  readonly at: string
  /** Pairs under comparison: a schema that refers to itself comes to the same pair again. */
  readonly open: ReadonlyMap<object, ReadonlySet<object>>
}

export type Compare = (base: Rooted, head: Rooted, comparison: Comparison) => readonly Change[]
