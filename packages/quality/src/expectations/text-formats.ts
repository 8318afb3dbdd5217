import * as z from 'zod'
import { ExpectationFault } from '../plan/fault.ts'
import { valueOf } from '../sql/sql.ts'
import { columnMap } from './column-map.ts'
import { textOf } from './column-kinds.ts'

// The directives that mean the same in Python and DuckDB.
const directives = /^(?:[^%]|%[aAbBdfHIjmMpSUWwyYzZ%])+$/

export const textFormats = [
  columnMap('expect_column_values_to_be_json_parseable', {}, (reference, _kwargs, { dialect }) =>
    dialect.isJson(textOf(reference)),
  ),
  columnMap(
    'expect_column_values_to_match_strftime_format',
    { strftime_format: z.string().min(1) },
    (reference, kwargs, { dialect }) => {
      if (!directives.test(kwargs.strftime_format))
        throw new ExpectationFault('strftime_format has a directive that is not understood')
      if (!dialect.isTime) throw new ExpectationFault(`${dialect.name} can't tell whether a text is a time of that format`)
      return dialect.isTime(textOf(reference), valueOf(kwargs.strftime_format, 'text'))
    },
  ),
]
