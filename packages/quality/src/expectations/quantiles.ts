import * as z from 'zod'
import { ExpectationFault } from '../plan/fault.ts'
import type { Aggregate } from '../plan/plan.ts'
import { referenceTo, shown } from '../plan/subject.ts'
import { valueOf } from '../sql/sql.ts'
import { columnName } from './arguments.ts'
import { numberOf } from './column-kinds.ts'
import { defineExpectation } from './define-expectation.ts'

const quantile_ranges = z.strictObject({
  quantiles: z.array(z.number().min(0).max(1)).min(1).max(100),
  value_ranges: z.array(z.tuple([z.number().nullable(), z.number().nullable()])),
})

export const quantiles = [
  defineExpectation(
    'expect_column_quantile_values_to_be_between',
    // Ours are exact, so an allowed error is not needed.
    { column: columnName, quantile_ranges, allow_relative_error: z.union([z.boolean(), z.number(), z.string()]).optional() },
    (kwargs, subject) => {
      const { quantiles: fractions, value_ranges: ranges } = kwargs.quantile_ranges
      if (fractions.length !== ranges.length)
        throw new ExpectationFault('quantile_ranges: quantiles and value_ranges differ in length')
      if (ranges.some(([low, high]) => low !== null && high !== null && low > high)) {
        throw new ExpectationFault('quantile_ranges must consist of ordered pairs')
      }
      const reference = referenceTo(subject, kwargs.column)
      const value = numberOf(reference)
      const name = (index: number): string => `quantile_${index}`
      const aggregates = fractions.map((fraction, index): readonly [string, Aggregate] => [
        name(index),
        (when) => subject.dialect.quantile(value, valueOf(fraction, 'number'), when()),
      ])
      return {
        aggregates: Object.fromEntries(aggregates),
        conclude(found) {
          const values = fractions.map((_, index) => found.number(name(index)))
          const met = values.map((each, index) => {
            const [low, high] = ranges[index]!
            return each !== null && (low === null || each >= low) && (high === null || each <= high)
          })
          return {
            success: met.every(Boolean),
            result: {
              observed_value: { quantiles: fractions, values: values.map((each) => shown(subject, reference, each)) },
              details: { success_details: met },
            },
          }
        },
      }
    },
  ),
]
