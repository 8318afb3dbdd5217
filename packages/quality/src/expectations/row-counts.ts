import { countRows } from '../plan/plan.ts'
import { columnName, count } from './arguments.ts'
import { defineExpectation } from './define-expectation.ts'
import { orderedBounds } from './table-shape.ts'
import { isWithin } from './within.ts'
import { sql } from '../sql/sql.ts'

export const rowCounts = [
  defineExpectation('expect_table_row_count_to_equal', { value: count }, ({ value }) => ({
    aggregates: { rows: countRows },
    conclude: (found) => ({ success: found.count('rows') === value, result: { observed_value: found.count('rows') } }),
  })),
  defineExpectation(
    'expect_table_row_count_to_be_between',
    { min_value: count.optional(), max_value: count.optional() },
    (kwargs) => {
      orderedBounds(kwargs.min_value, kwargs.max_value)
      return {
        aggregates: { rows: countRows },
        conclude(found) {
          const rows = found.count('rows')
          return {
            success: isWithin(rows, { ...kwargs, strict_min: false, strict_max: false }),
            result: { observed_value: rows },
          }
        },
      }
    },
  ),
  defineExpectation(
    'expect_table_row_count_to_equal_other_table',
    { other_table_name: columnName },
    ({ other_table_name }, subject) => ({
      aggregates: { rows: countRows },
      async conclude(found, ask) {
        const [row] = await ask.rows(sql`select count(*) from ${subject.other(other_table_name)}`)
        const rows = found.count('rows')
        const other = Number(row?.[0] ?? 0)
        return { success: rows === other, result: { observed_value: { self: rows, other } } }
      },
    }),
  ),
]
