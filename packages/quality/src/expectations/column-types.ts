import * as z from 'zod'
import { referenceTo } from '../plan/subject.ts'
import type { Dialect } from '../sql/dialect.ts'
import { columnName, mostly } from './arguments.ts'
import { type Expectation, defineExpectation } from './define-expectation.ts'

const typeName = z.string().min(1)

/** A database column has one type, so either all its values have the expected type or none do. */
export const columnTypes: readonly Expectation[] = [
  defineExpectation('expect_column_values_to_be_of_type', { column: columnName, type_: typeName, mostly }, (kwargs, subject) => {
    const { column } = referenceTo(subject, kwargs.column)
    return {
      aggregates: {},
      conclude: () => ({
        success: isOfType(column.type, kwargs.type_, subject.dialect),
        result: { observed_value: column.type },
      }),
    }
  }),
  defineExpectation(
    'expect_column_values_to_be_in_type_list',
    { column: columnName, type_list: z.array(typeName).optional(), mostly },
    (kwargs, subject) => {
      const { column } = referenceTo(subject, kwargs.column)
      const named = (type: string): boolean => isOfType(column.type, type, subject.dialect)
      return {
        aggregates: {},
        conclude: () => ({
          success: kwargs.type_list === undefined || kwargs.type_list.some(named),
          result: { observed_value: column.type },
        }),
      }
    },
  ),
]

/** Whether a column's type is the expected one, whose precision may be left out. */
function isOfType(found: string, asked: string, dialect: Dialect): boolean {
  const [foundName, foundArguments] = partsOf(found, dialect)
  const [askedName, askedArguments] = partsOf(asked, dialect)
  return foundName === askedName && (askedArguments === undefined || askedArguments === foundArguments)
}

function partsOf(type: string, { typeAliases }: Dialect): readonly [string, string | undefined] {
  const [, before, inner, after] = /^([^(]*)(?:\(([^)]*)\))?(.*)$/s.exec(type.toUpperCase().replaceAll('_', ' '))!
  const name = `${before!.trim()} ${after!.trim()}`.trim().replaceAll(/\s+/g, ' ')
  return [typeAliases[name] ?? name, inner?.replaceAll(/\s/g, '')]
}
