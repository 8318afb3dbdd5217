import { literalFor } from '../plan/literal.ts'
import type { Reference } from '../plan/subject.ts'
import { type Sql, joined, sql } from '../sql/sql.ts'
import { valueSet } from './arguments.ts'
import { columnMap } from './column-map.ts'

export const valueSets = [
  columnMap('expect_column_values_to_be_in_set', { value_set: valueSet.optional() }, (reference, { value_set }) =>
    // As in Great Expectations, a missing set contains everything.
    value_set ? inSet(reference, value_set) : sql`true`,
  ),
  columnMap('expect_column_values_to_not_be_in_set', { value_set: valueSet }, (reference, { value_set }) =>
    value_set.length === 0 ? sql`true` : sql`not (${inSet(reference, value_set)})`,
  ),
]

/** Whether the column's value is one of these. */
export function inSet(reference: Reference, values: readonly unknown[]): Sql {
  if (values.length === 0) return sql`false`
  const literals = values.map((value) => literalFor(reference, value))
  return sql`${reference.sql} in (${joined(literals, sql`, `)})`
}
