import { QualityError } from '../quality-error.ts'
import { statisticsOf } from './statistics.ts'
import type { ExceptionInfo, ExpectationConfiguration, ExpectationResult, ValidationResult } from './validation-result.ts'
import type { WireConfiguration, WireException, WireExpectation, WireValidation } from './wire.ts'

/** Converts a validation of either version to the 1.x format, after checking that it does not contradict itself. */
export function normalise(wire: WireValidation, path: string): ValidationResult {
  const at = (field: string): string => (path === '' ? field : `${path}.${field}`)
  const results = wire.results.map((each, index) => normaliseResult(each, at(`results[${index}]`)))
  // An empty suite "succeeds", but proves nothing.
  if (results.length === 0) throw new QualityError('not_understood', at('results'), 'no expectation was evaluated')
  const suite = wire.suite_name ?? wire.meta['expectation_suite_name']
  if (typeof suite !== 'string' || suite === '') {
    throw new QualityError('not_understood', at('suite_name'), 'the suite is named neither here nor in meta')
  }
  const statistics = statisticsOf(results)
  for (const key of ['evaluated_expectations', 'successful_expectations', 'unsuccessful_expectations'] as const) {
    if (wire.statistics[key] === statistics[key]) continue
    const problem = `says ${wire.statistics[key]}, and the results show ${statistics[key]}`
    throw new QualityError('inconsistent', at(`statistics.${key}`), problem)
  }
  agree(wire.success, results, at('success'))
  return {
    success: wire.success,
    results,
    suite_name: suite,
    suite_parameters: { ...wire.evaluation_parameters, ...wire.suite_parameters },
    statistics,
    meta: wire.meta,
    id: wire.id ?? null,
  }
}

/** A whole succeeds if and only if each of its parts does. */
export function agree(success: boolean, parts: readonly { readonly success: boolean }[], path: string): void {
  const failed = parts.filter((part) => !part.success).length
  if (success !== (failed === 0))
    throw new QualityError('inconsistent', path, `says ${success}, and ${failed} of ${parts.length} failed`)
}

function normaliseResult(wire: WireExpectation, path: string): ExpectationResult {
  const exception_info = oneException(wire.exception_info)
  const expectation_config = normaliseConfiguration(wire.expectation_config)
  if (wire.success && exception_info.raised_exception) {
    throw new QualityError('inconsistent', `${path}.success`, 'says true, but the expectation raised an exception')
  }
  if (wire.success) enoughExpected(wire.result, expectation_config.kwargs['mostly'], path)
  return { success: wire.success, expectation_config, result: wire.result, meta: wire.meta, exception_info }
}

/** A success allows only as many unexpected values as its `mostly` permits, by default none. */
function enoughExpected(result: Record<string, unknown>, mostly: unknown, path: string): void {
  const { unexpected_count, unexpected_percent, element_count, missing_count = 0 } = result
  if (typeof unexpected_count !== 'number' || unexpected_count === 0) return
  const refused = (problem: string): QualityError =>
    new QualityError('inconsistent', `${path}.success`, `says true ${problem}, and ${unexpected_count} values are unexpected`)
  if (mostly === undefined || mostly === null || mostly === 1) throw refused('without mostly')
  // Not every version writes a parameter's value.
  if (typeof mostly !== 'number') return
  if (typeof element_count === 'number' && typeof missing_count === 'number') {
    const present = element_count - missing_count
    if (!((present - unexpected_count) / present >= mostly - 1e-9)) throw refused(`with mostly ${mostly}`)
    return
  }
  // Some versions round percentages.
  if (typeof unexpected_percent !== 'number') throw refused(`with mostly ${mostly}, not of how many`)
  if (unexpected_percent > (1 - mostly) * 100 + 0.01) throw refused(`with mostly ${mostly}`)
}

/** Converts an expectation of either version to the 1.x format. */
export function normaliseConfiguration(wire: WireConfiguration): ExpectationConfiguration {
  const { kwargs, meta } = wire
  if ('expectation_type' in wire) {
    return { type: wire.expectation_type, kwargs, meta, ...(wire.ge_cloud_id != null && { id: wire.ge_cloud_id }) }
  }
  const { type, id, severity } = wire
  return { type, kwargs, meta, ...(id != null && { id }), ...(severity != null && { severity }) }
}

function oneException(wire: WireException): ExceptionInfo {
  const none = { raised_exception: false, exception_traceback: null, exception_message: null }
  if (wire == null) return none
  const all =
    typeof wire['raised_exception'] === 'boolean' ? [wire as Exception] : Object.values(wire as Record<string, Exception>)
  const raised = all.find(({ raised_exception }) => raised_exception)
  if (!raised) return none
  return {
    raised_exception: true,
    exception_traceback: raised.exception_traceback ?? null,
    exception_message: raised.exception_message ?? null,
  }
}

interface Exception {
  readonly raised_exception: boolean
  readonly exception_traceback?: string | null
  readonly exception_message?: string | null
}
