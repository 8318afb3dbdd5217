import { range } from './arguments.ts'
import { columnMap } from './column-map.ts'
import { checkRange, within } from './within.ts'

export const valueRanges = [
  columnMap('expect_column_values_to_be_between', range, (reference, kwargs, { dialect }) => {
    checkRange(kwargs)
    return within(reference.sql, reference, kwargs, dialect)
  }),
]
