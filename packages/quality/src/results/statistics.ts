import type { ExpectationResult, Statistics } from './validation-result.ts'

/** The statistics of a list of results. */
export function statisticsOf(results: readonly Pick<ExpectationResult, 'success'>[]): Statistics {
  const evaluated = results.length
  const successful = results.filter(({ success }) => success).length
  return {
    evaluated_expectations: evaluated,
    successful_expectations: successful,
    unsuccessful_expectations: evaluated - successful,
    success_percent: evaluated === 0 ? null : (successful / evaluated) * 100,
  }
}
