import * as z from 'zod'
import { ExpectationFault } from '../plan/fault.ts'
import { literalFor } from '../plan/literal.ts'
import { mapPlan } from '../plan/map-plan.ts'
import { type Reference, referenceTo } from '../plan/subject.ts'
import { type Sql, anyOf, sql } from '../sql/sql.ts'
import { columnName, mostly, scalar } from './arguments.ts'
import { type Expectation, defineExpectation } from './define-expectation.ts'

const ignore_row_if = z.enum(['both_values_are_missing', 'either_value_is_missing', 'neither']).default('both_values_are_missing')
const pairs = z.array(z.tuple([scalar.nullable(), scalar.nullable()])).max(10_000)

/** A test of two columns of a row. */
function columnPair<Shape extends z.ZodRawShape>(
  type: string,
  shape: Shape,
  expected: (a: Reference, b: Reference, kwargs: z.output<z.ZodObject<Shape>>) => Sql,
): Expectation {
  const common = { column_A: columnName, column_B: columnName, mostly, ignore_row_if }
  return defineExpectation(type, { ...common, ...shape }, (kwargs, subject) => {
    const stated = kwargs as unknown as z.output<z.ZodObject<typeof common>>
    const a = referenceTo(subject, stated.column_A)
    const b = referenceTo(subject, stated.column_B)
    const question = {
      references: [a, b],
      missing: missingPairs(a.sql, b.sql, stated.ignore_row_if),
      expected: expected(a, b, kwargs as unknown as z.output<z.ZodObject<Shape>>),
      value: (cells: readonly unknown[]) => cells,
    }
    return mapPlan(subject, question, stated.mostly)
  })
}

export const columnPairs = [
  columnPair('expect_column_pair_values_to_be_equal', {}, (a, b) => sql`${a.sql} = ${comparable(a, b)}`),
  columnPair(
    'expect_column_pair_values_a_to_be_greater_than_b',
    { or_equal: z.boolean().default(false) },
    (a, b, { or_equal }) => {
      return sql`${a.sql} ${or_equal ? sql`>=` : sql`>`} ${comparable(a, b)}`
    },
  ),
  columnPair('expect_column_pair_values_to_be_in_set', { value_pairs_set: pairs }, (a, b, { value_pairs_set }) =>
    anyOf(value_pairs_set.map(([one, other]) => sql`${is(a, one)} and ${is(b, other)}`)),
  ),
]

function missingPairs(a: Sql, b: Sql, ignored: z.output<typeof ignore_row_if>): Sql {
  switch (ignored) {
    case 'both_values_are_missing':
      return sql`${a} is null and ${b} is null`
    case 'either_value_is_missing':
      return sql`${a} is null or ${b} is null`
    case 'neither':
      return sql`false`
  }
}

function comparable(a: Reference, b: Reference): Sql {
  if (a.column.kind === b.column.kind && a.column.kind !== 'other') return b.sql
  const [one, other] = [a, b].map(({ column }) => `${JSON.stringify(column.name)} (${column.type})`)
  throw new ExpectationFault(`columns ${one} and ${other} can't be compared`)
}

function is(reference: Reference, value: string | number | boolean | null): Sql {
  return value === null ? sql`${reference.sql} is null` : sql`${reference.sql} = ${literalFor(reference, value)}`
}
