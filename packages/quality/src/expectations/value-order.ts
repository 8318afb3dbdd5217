import * as z from 'zod'
import { type Sql, nameOf, sql } from '../sql/sql.ts'
import { columnMap } from './column-map.ts'
import type { Expectation } from './define-expectation.ts'

const previous = 'previous_value'

export const valueOrder = [
  ordered('expect_column_values_to_be_increasing', sql`>=`, sql`>`),
  ordered('expect_column_values_to_be_decreasing', sql`<=`, sql`<`),
]

/** Each value is compared with the preceding non-missing one, in the order in which the table keeps its rows. */
function ordered(type: string, loose: Sql, strict: Sql): Expectation {
  return columnMap(type, { strictly: z.boolean().default(false) }, (reference, { strictly }, { dialect }) => {
    const before = nameOf(previous)
    return {
      expected: sql`${before} is null or ${nameOf(reference.column.name)} ${strictly ? strict : loose} ${before}`,
      across: { columns: [{ name: previous, window: sql`lag(${reference.sql}) over (order by ${dialect.rowOrder})` }] },
    }
  })
}
