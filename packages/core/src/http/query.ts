import { type Arrays, bracketPairs } from './bracket-pairs.ts'

/** A query without its question mark, empty when nothing is left. Null counts as not given. Throws `InvalidRequest`. */
export function renderQuery(values: Readonly<Record<string, unknown>>, arrays: Arrays = 'repeat'): string {
  return bracketPairs(values, { arrays, nulls: 'omit' })
}
