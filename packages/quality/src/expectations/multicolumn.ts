import * as z from 'zod'
import { mapPlan } from '../plan/map-plan.ts'
import type { RowQuestion } from '../plan/map-plan.ts'
import { type Reference, type Subject, referenceTo } from '../plan/subject.ts'
import { type Sql, allOf, anyOf, sql } from '../sql/sql.ts'
import { columnName, mostly } from './arguments.ts'
import { type Expectation, defineExpectation } from './define-expectation.ts'

const ignore_row_if = z.enum(['all_values_are_missing', 'any_value_is_missing', 'never']).default('all_values_are_missing')

/** A test of several columns of a row. */
export function multicolumn<Shape extends z.ZodRawShape>(
  type: string,
  shape: Shape,
  asked: (
    references: readonly Reference[],
    missing: Sql | undefined,
    kwargs: z.output<z.ZodObject<Shape>>,
    subject: Subject,
  ) => Pick<RowQuestion, 'expected' | 'across'>,
): Expectation {
  const common = { column_list: z.array(columnName).min(2).max(1_000), mostly, ignore_row_if }
  return defineExpectation(type, { ...common, ...shape }, (kwargs, subject) => {
    const stated = kwargs as unknown as z.output<z.ZodObject<typeof common>>
    const references = stated.column_list.map((name) => referenceTo(subject, name))
    const missing = missingRows(references, stated.ignore_row_if)
    const question = asked(references, missing, kwargs as unknown as z.output<z.ZodObject<Shape>>, subject)
    return mapPlan(
      subject,
      {
        references,
        missing: missing ?? sql`false`,
        value: (cells) => Object.fromEntries(references.map(({ column }, index) => [column.name, cells[index] ?? null])),
        ...question,
      },
      stated.mostly,
    )
  })
}

function missingRows(references: readonly Reference[], ignored: z.output<typeof ignore_row_if>): Sql | undefined {
  const absent = references.map((reference) => sql`${reference.sql} is null`)
  switch (ignored) {
    case 'all_values_are_missing':
      return allOf(absent)
    case 'any_value_is_missing':
      return anyOf(absent)
    case 'never':
      return undefined
  }
}
