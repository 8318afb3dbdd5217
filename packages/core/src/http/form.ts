import { type Arrays, bracketPairs } from './bracket-pairs.ts'

/** An `application/x-www-form-urlencoded` body. Null is written empty, which is how vendors clear a field. Throws `InvalidRequest`. */
export function renderForm(values: Readonly<Record<string, unknown>>, arrays: Arrays = 'repeat'): string {
  return bracketPairs(values, { arrays, nulls: 'empty' })
}
