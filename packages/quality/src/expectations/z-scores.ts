import * as z from 'zod'
import { nameOf, sql, valueOf } from '../sql/sql.ts'
import { columnMap } from './column-map.ts'
import { numberOf } from './column-kinds.ts'

export const zScores = [
  columnMap(
    'expect_column_value_z_scores_to_be_less_than',
    { threshold: z.number(), double_sided: z.boolean() },
    (reference, { threshold, double_sided }) => {
      const value = numberOf(reference)
      const deviation = nameOf('standard_deviation')
      // Where all values are equal, each is at distance zero from the mean.
      const score = sql`(${nameOf(reference.column.name)} - ${nameOf('mean_value')}) / nullif(${deviation}, 0)`
      const distance = double_sided ? sql`abs(${score})` : score
      return {
        expected: sql`coalesce(${distance}, 0) < ${valueOf(threshold, 'number')}`,
        across: {
          columns: [
            { name: 'mean_value', window: sql`avg(${value}) over ()` },
            { name: 'standard_deviation', window: sql`stddev_samp(${value}) over ()` },
          ],
        },
      }
    },
  ),
]
