import { QualityError } from '../quality-error.ts'
import { evaluateExpression } from './expression.ts'

/** Values of a suite's parameters in one run. */
export interface ParameterValues {
  readonly values: Readonly<Record<string, unknown>>
  readonly now: Date
}

/**
 * Replaces `{ "$PARAMETER": … }` with values: a name, or the small arithmetic of numbers and times that Great Expectations knows.
 * Throws a `QualityError` for a name without a value.
 */
export function withParameters(argument: unknown, given: ParameterValues, path: string): unknown {
  if (Array.isArray(argument)) return argument.map((each, index) => withParameters(each, given, `${path}[${index}]`))
  if (typeof argument !== 'object' || argument === null) return argument
  if ('$PARAMETER' in argument) {
    const expression = argument.$PARAMETER
    if (typeof expression !== 'string') throw new QualityError('invalid_suite', path, '$PARAMETER must be a text')
    if (Object.hasOwn(given.values, expression)) return given.values[expression]
    return evaluateExpression(expression, given, path)
  }
  return Object.fromEntries(Object.entries(argument).map(([key, each]) => [key, withParameters(each, given, `${path}.${key}`)]))
}
