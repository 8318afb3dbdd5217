import type { Severity } from '@portico/core'
import { canonicalHash } from '@portico/core'
import type { ValidationResult } from '../results/validation-result.ts'
import type { DatasetFacts } from '../severity/dataset-facts.ts'
import { failureSeverity, worstSeverity } from '../severity/failure-severity.ts'
import { fieldsOf } from '../severity/fields-of.ts'

/** What a failed severity means for a release. */
export type Verdict =
  /** Every expectation is met. */
  | 'passed'
  /** V1: the release may go on if something compensates. */
  | 'operational'
  /** V2: the release stops until it is mitigated, or someone answers for an exception. */
  | 'blocked'
  /** V3: stop ship. */
  | 'stop_ship'

/** A validation, judged by the facts of its dataset. It holds no values of the data. */
export interface Judgement {
  readonly schema: 'portico.quality.judgement/1'
  readonly dataset: string
  readonly owner: string
  readonly suite: string
  /** RFC 3339. */
  readonly at: string
  readonly verdict: Verdict
  readonly success: boolean
  /** Severity of the worst failure; null where there is none. */
  readonly severity: Severity | null
  readonly evaluated: number
  readonly failures: readonly Failure[]
  /** SHA-256 of the canonical result, which ties this judgement to what it was based on. */
  readonly resultSha256: string
}

/** An expectation that was not met, with its severity. */
export interface Failure {
  readonly expectation: string
  readonly fields: readonly string[]
  readonly severity: Severity
  /** It could not be evaluated. */
  readonly raised: boolean
}

/** `at` is when it was judged, in epoch milliseconds. */
export function judge(result: ValidationResult, facts: DatasetFacts, at: number): Judgement {
  const severity = worstSeverity(result.results, facts)
  return {
    schema: 'portico.quality.judgement/1',
    dataset: facts.name,
    owner: facts.owner,
    suite: result.suite_name,
    at: new Date(at).toISOString(),
    verdict: verdictOf(result.success, severity),
    success: result.success,
    severity: severity ?? null,
    evaluated: result.statistics.evaluated_expectations,
    failures: result.results
      .filter(({ success }) => !success)
      .map(({ expectation_config, exception_info }) => ({
        expectation: expectation_config.type,
        fields: fieldsOf(expectation_config) ?? [],
        severity: failureSeverity(expectation_config, facts),
        raised: exception_info.raised_exception,
      })),
    resultSha256: canonicalHash(JSON.parse(JSON.stringify(result)) as object),
  }
}

function verdictOf(success: boolean, severity: Severity | undefined): Verdict {
  if (success) return 'passed'
  if (severity === 'V3') return 'stop_ship'
  return severity === 'V2' ? 'blocked' : 'operational'
}
