import { ExpectationFault } from '../plan/fault.ts'
import { type Sql, allOf, sql, valueOf } from '../sql/sql.ts'
import { count, strictness } from './arguments.ts'
import { columnMap } from './column-map.ts'
import { textOf } from './column-kinds.ts'

const length = (text: Sql): Sql => sql`char_length(${text})`

export const textLengths = [
  columnMap('expect_column_value_lengths_to_equal', { value: count }, (reference, { value }) => {
    return sql`${length(textOf(reference))} = ${valueOf(value, 'integer')}`
  }),
  columnMap(
    'expect_column_value_lengths_to_be_between',
    { min_value: count.optional(), max_value: count.optional(), ...strictness },
    (reference, { min_value, max_value, strict_min, strict_max }) => {
      if (min_value === undefined && max_value === undefined) {
        throw new ExpectationFault('min_value and max_value cannot both be absent')
      }
      const long = length(textOf(reference))
      return allOf([
        ...(min_value === undefined ? [] : [sql`${long} ${strict_min ? sql`>` : sql`>=`} ${valueOf(min_value, 'integer')}`]),
        ...(max_value === undefined ? [] : [sql`${long} ${strict_max ? sql`<` : sql`<=`} ${valueOf(max_value, 'integer')}`]),
      ])
    },
  ),
]
