import * as z from 'zod'
import { joined, sql, valueOf } from '../sql/sql.ts'
import { numberOf } from './column-kinds.ts'
import { multicolumn } from './multicolumn.ts'

export const rowSums = [
  multicolumn('expect_multicolumn_sum_to_equal', { sum_total: z.number() }, (references, _missing, { sum_total }) => {
    // A missing value adds nothing, as in pandas.
    const sum = joined(
      references.map((reference) => sql`coalesce(${numberOf(reference)}, 0)`),
      sql` + `,
    )
    return { expected: sql`${sum} = ${valueOf(sum_total, Number.isSafeInteger(sum_total) ? 'integer' : 'number')}` }
  }),
]
