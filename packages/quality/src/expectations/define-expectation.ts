import * as z from 'zod'
import type { Plan } from '../plan/plan.ts'
import type { Subject } from '../plan/subject.ts'

/** One type of expectation, as data: its name, its arguments and how it is evaluated. */
export interface Expectation {
  /** The name that both versions of Great Expectations use in a suite. */
  readonly type: string
  readonly kwargs: z.ZodType<object>
  plan(kwargs: object, subject: Subject): Plan
}

type Fields<Shape extends z.ZodRawShape> = z.output<z.ZodObject<Shape>>

/** `plan` throws an `ExpectationFault` where the expectation can't be evaluated over this dataset. */
export function defineExpectation<Shape extends z.ZodRawShape>(
  type: string,
  shape: Shape,
  plan: (kwargs: Fields<Shape>, subject: Subject) => Plan,
): Expectation {
  return { type, kwargs: z.strictObject(shape), plan }
}
