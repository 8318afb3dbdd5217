import { joined, nameOf, sql } from '../sql/sql.ts'
import { columnMap } from './column-map.ts'
import { multicolumn } from './multicolumn.ts'

const alike = 'rows_alike'
const alone = sql`${nameOf(alike)} = 1`

export const uniqueness = [
  columnMap('expect_column_values_to_be_unique', {}, ({ sql: value }) => ({
    expected: alone,
    across: {
      columns: [{ name: alike, window: sql`count(*) over (partition by ${value})` }],
      // Counts distinct values first; repeated ones are looked up only if there are fewer of them than values.
      settled: {
        aggregate: (when) => sql`count(distinct ${value})${when()}`,
        holds: (found, present) => found.count('settled') === present,
      },
    },
  })),
  multicolumn('expect_compound_columns_to_be_unique', {}, (references, missing) => {
    const columns = joined(
      references.map((each) => each.sql),
      sql`, `,
    )
    return {
      expected: alone,
      across: {
        columns: [{ name: alike, window: sql`count(*) over (partition by ${columns})` }],
        settled: {
          aggregate: (when) => sql`count(distinct (${columns}))${when(missing && sql`not (${missing})`)}`,
          holds: (found, present) => found.count('settled') === present,
        },
      },
    }
  }),
  multicolumn('expect_select_column_values_to_be_unique_within_record', {}, (references) => {
    const pairs = references.flatMap((one, index) => references.slice(index + 1).map((other) => sql`${one.sql} = ${other.sql}`))
    return { expected: sql`not coalesce(${joined(pairs, sql` or `)}, false)` }
  }),
]
