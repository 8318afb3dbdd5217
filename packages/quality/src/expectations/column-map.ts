import type * as z from 'zod'
import { mapPlan } from '../plan/map-plan.ts'
import type { RowQuestion } from '../plan/map-plan.ts'
import { type Reference, type Subject, referenceTo } from '../plan/subject.ts'
import { type Sql, sql } from '../sql/sql.ts'
import { columnName, mostly } from './arguments.ts'
import { type Expectation, defineExpectation } from './define-expectation.ts'

type Fields<Shape extends z.ZodRawShape> = z.output<z.ZodObject<Shape>>

/** A yes-or-no test of every value of a column; missing values are skipped. */
export function columnMap<Shape extends z.ZodRawShape>(
  type: string,
  shape: Shape,
  expected: (reference: Reference, kwargs: Fields<Shape>, subject: Subject) => Sql | Pick<RowQuestion, 'expected' | 'across'>,
): Expectation {
  return defineExpectation(type, { column: columnName, mostly, ...shape }, (kwargs, subject) => {
    const stated = kwargs as { readonly column: string; readonly mostly: number }
    const reference = referenceTo(subject, stated.column)
    const asked = expected(reference, kwargs as unknown as Fields<Shape>, subject)
    return mapPlan(
      subject,
      {
        references: [reference],
        missing: sql`${reference.sql} is null`,
        value: ([cell]) => cell ?? null,
        ...('parts' in asked ? { expected: asked } : asked),
      },
      stated.mostly,
    )
  })
}
