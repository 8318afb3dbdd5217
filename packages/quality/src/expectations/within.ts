import { ExpectationFault } from '../plan/fault.ts'
import { literalFor } from '../plan/literal.ts'
import type { Reference } from '../plan/subject.ts'
import type { Dialect } from '../sql/dialect.ts'
import { type Sql, allOf, sql } from '../sql/sql.ts'

export interface Range<Bound = number | string> {
  readonly min_value?: Bound | undefined
  readonly max_value?: Bound | undefined
  readonly strict_min: boolean
  readonly strict_max: boolean
}

/** Whether a number is in the range; a missing one is not. */
export function isWithin(value: number | null, { min_value, max_value, strict_min, strict_max }: Range<number>): boolean {
  if (value === null || Number.isNaN(value)) return false
  const above = min_value === undefined || (strict_min ? value > min_value : value >= min_value)
  return above && (max_value === undefined || (strict_max ? value < max_value : value <= max_value))
}

/** Whether the SQL's value is in the range, compared as the column is. */
export function within(value: Sql, reference: Reference, range: Range, dialect: Dialect): Sql {
  const { min_value, max_value, strict_min, strict_max } = range
  const compared = reference.column.kind === 'text' ? dialect.byCodePoint(value) : value
  return allOf([
    ...(min_value === undefined ? [] : [sql`${compared} ${strict_min ? sql`>` : sql`>=`} ${literalFor(reference, min_value)}`]),
    ...(max_value === undefined ? [] : [sql`${compared} ${strict_max ? sql`<` : sql`<=`} ${literalFor(reference, max_value)}`]),
  ])
}

/** A range without bounds, or that nothing can be in, is a mistake in the suite. */
export function checkRange({ min_value, max_value }: Range): void {
  if (min_value === undefined && max_value === undefined) {
    throw new ExpectationFault('min_value and max_value cannot both be absent')
  }
  if (min_value !== undefined && max_value !== undefined && typeof min_value === typeof max_value && min_value > max_value) {
    throw new ExpectationFault('min_value cannot be greater than max_value')
  }
}
