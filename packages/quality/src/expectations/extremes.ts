import type { Aggregate } from '../plan/plan.ts'
import { referenceTo, shown } from '../plan/subject.ts'
import { type Sql, sql } from '../sql/sql.ts'
import { columnName, range } from './arguments.ts'
import { type Expectation, defineExpectation } from './define-expectation.ts'
import { checkRange, within } from './within.ts'

export const extremes = [
  extreme('expect_column_max_to_be_between', (value, when) => sql`max(${value})${when}`),
  extreme('expect_column_min_to_be_between', (value, when) => sql`min(${value})${when}`),
]

/** The smallest or largest value. The database compares it with the bounds, since it knows how its type is ordered. */
function extreme(type: string, of: (value: Sql, when: Sql) => Sql): Expectation {
  return defineExpectation(type, { column: columnName, ...range }, (kwargs, subject) => {
    checkRange(kwargs)
    const reference = referenceTo(subject, kwargs.column)
    const text = reference.column.kind === 'text'
    const value = text ? subject.dialect.byCodePoint(reference.sql) : reference.sql
    const observed: Aggregate = (when) => of(value, when())
    return {
      aggregates: { observed, within: (when) => within(of(value, when()), reference, kwargs, subject.dialect) },
      conclude: (found) => ({
        success: found.cell('within') === true,
        result: { observed_value: shown(subject, reference, found.cell('observed')) },
      }),
    }
  })
}
