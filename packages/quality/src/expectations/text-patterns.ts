import * as z from 'zod'
import type { Dialect } from '../sql/dialect.ts'
import { type Sql, allOf, anyOf, sql, valueOf } from '../sql/sql.ts'
import { columnMap } from './column-map.ts'
import { textOf } from './column-kinds.ts'
import type { Expectation } from './define-expectation.ts'

type Test = (text: Sql, pattern: Sql, dialect: Dialect) => Sql

const matches: Test = (text, pattern, dialect) => dialect.matches(text, pattern)
const like: Test = (text, pattern) => sql`${text} like ${pattern}`

const patterns = z.array(z.string()).min(1).max(1_000)
const match_on = z.enum(['any', 'all']).default('any')

/** The four expectations for one kind of pattern. */
function ofPattern(argument: 'regex' | 'like_pattern', test: Test): Expectation[] {
  const one = { [argument]: z.string() }
  const list = { [`${argument}_list`]: patterns }
  const single = (kwargs: object): string => (kwargs as Record<string, string>)[argument]!
  const several = (kwargs: object): readonly string[] => (kwargs as Record<string, readonly string[]>)[`${argument}_list`]!
  const tests = (text: Sql, all: readonly string[], dialect: Dialect): Sql[] =>
    all.map((pattern) => test(text, valueOf(pattern, 'text'), dialect))
  return [
    columnMap(`expect_column_values_to_match_${argument}`, one, (reference, kwargs, { dialect }) =>
      allOf(tests(textOf(reference), [single(kwargs)], dialect)),
    ),
    columnMap(
      `expect_column_values_to_not_match_${argument}`,
      one,
      (reference, kwargs, { dialect }) => sql`not ${allOf(tests(textOf(reference), [single(kwargs)], dialect))}`,
    ),
    columnMap(`expect_column_values_to_match_${argument}_list`, { ...list, match_on }, (reference, kwargs, { dialect }) =>
      (kwargs.match_on === 'all' ? allOf : anyOf)(tests(textOf(reference), several(kwargs), dialect)),
    ),
    columnMap(
      `expect_column_values_to_not_match_${argument}_list`,
      list,
      (reference, kwargs, { dialect }) => sql`not (${anyOf(tests(textOf(reference), several(kwargs), dialect))})`,
    ),
  ]
}

export const textPatterns = [...ofPattern('regex', matches), ...ofPattern('like_pattern', like)]
