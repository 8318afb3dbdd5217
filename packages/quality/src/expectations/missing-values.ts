import { mapPlan } from '../plan/map-plan.ts'
import { referenceTo } from '../plan/subject.ts'
import { type Sql, sql } from '../sql/sql.ts'
import { columnName, mostly } from './arguments.ts'
import { type Expectation, defineExpectation } from './define-expectation.ts'

export const missingValues = [
  ofMissing('expect_column_values_to_be_null', (column) => sql`${column} is null`),
  ofMissing('expect_column_values_to_not_be_null', (column) => sql`${column} is not null`),
]

/** Tests for missing values, so every row counts. */
function ofMissing(type: string, expected: (column: Sql) => Sql): Expectation {
  return defineExpectation(type, { column: columnName, mostly }, (kwargs, subject) => {
    const reference = referenceTo(subject, kwargs.column)
    const question = {
      references: [reference],
      expected: expected(reference.sql),
      value: ([cell]: readonly unknown[]) => cell ?? null,
    }
    return mapPlan(subject, question, kwargs.mostly)
  })
}
