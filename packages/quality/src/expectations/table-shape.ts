import * as z from 'zod'
import { ExpectationFault } from '../plan/fault.ts'
import type { Conclusion, Plan } from '../plan/plan.ts'
import type { Subject } from '../plan/subject.ts'
import { columnName, count } from './arguments.ts'
import { defineExpectation } from './define-expectation.ts'
import { columnTypes } from './column-types.ts'
import { isWithin } from './within.ts'

const inclusive = { strict_min: false, strict_max: false }

/** The columns of a table. Nothing is scanned. */
export const tableShape = [
  ...columnTypes,
  defineExpectation('expect_column_to_exist', { column: columnName, column_index: count.optional() }, (kwargs, subject) =>
    known(() => {
      const index = namesOf(subject).indexOf(kwargs.column)
      return { success: index >= 0 && (kwargs.column_index === undefined || kwargs.column_index === index), result: {} }
    }),
  ),
  defineExpectation('expect_table_column_count_to_equal', { value: count }, ({ value }, { columns }) =>
    known(() => ({ success: columns.length === value, result: { observed_value: columns.length } })),
  ),
  defineExpectation(
    'expect_table_column_count_to_be_between',
    { min_value: count.optional(), max_value: count.optional() },
    (kwargs, { columns }) => {
      orderedBounds(kwargs.min_value, kwargs.max_value)
      return known(() => ({
        success: isWithin(columns.length, { ...kwargs, ...inclusive }),
        result: { observed_value: columns.length },
      }))
    },
  ),
  defineExpectation(
    'expect_table_columns_to_match_ordered_list',
    { column_list: z.array(columnName).optional() },
    (kwargs, subject) =>
      known(() => {
        const found = namesOf(subject)
        const wanted = kwargs.column_list ?? found
        const positions = [...Array(Math.max(found.length, wanted.length)).keys()]
        const mismatched = positions
          .filter((at) => found[at] !== wanted[at])
          .map((at) => ({ 'Expected Column Position': at, Expected: wanted[at] ?? null, Found: found[at] ?? null }))
        return {
          success: mismatched.length === 0,
          result: { observed_value: found, ...(mismatched.length > 0 && { details: { mismatched } }) },
        }
      }),
  ),
  defineExpectation(
    'expect_table_columns_to_match_set',
    { column_set: z.array(columnName).optional(), exact_match: z.boolean().default(true) },
    (kwargs, subject) =>
      known(() => {
        const found = namesOf(subject)
        const wanted = kwargs.column_set ?? []
        const unexpected = found.filter((name) => !wanted.includes(name)).toSorted()
        const missing = wanted.filter((name) => !found.includes(name)).toSorted()
        const mismatched = { ...(unexpected.length > 0 && { unexpected }), ...(missing.length > 0 && { missing }) }
        return {
          success: missing.length === 0 && (!kwargs.exact_match || unexpected.length === 0),
          result: { observed_value: found.toSorted(), details: { mismatched } },
        }
      }),
  ),
]

export function orderedBounds(min: number | undefined, max: number | undefined): void {
  if (min !== undefined && max !== undefined && min > max)
    throw new ExpectationFault('min_value cannot be greater than max_value')
}

function namesOf({ columns }: Subject): string[] {
  return columns.map(({ name }) => name)
}

function known(conclude: () => Conclusion): Plan {
  return { aggregates: {}, conclude }
}
