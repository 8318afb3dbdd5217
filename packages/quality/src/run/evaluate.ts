import type { Dataset } from '../dataset/dataset.ts'
import { ExpectationFault } from '../plan/fault.ts'
import type { Found, Plan } from '../plan/plan.ts'
import { type ResultFormat, basicFormat } from '../plan/result-format.ts'
import { QualityError } from '../quality-error.ts'
import { statisticsOf } from '../results/statistics.ts'
import type { ExpectationResult, ValidationResult } from '../results/validation-result.ts'
import { render } from '../sql/dialect.ts'
import type { Suite } from '../suite/read-suite.ts'
import { version } from '../version.ts'
import { type Prepared, prepare } from './prepare.ts'
import { scan } from './scan.ts'

export interface EvaluateOptions {
  /** Columns whose values are masked wherever a result would show them. */
  readonly sensitiveColumns?: Iterable<string>
  /** For expectations that state none. Default: `BASIC`. */
  readonly resultFormat?: ResultFormat
  /** Values of the suite's parameters. */
  readonly parameters?: Readonly<Record<string, unknown>>
  /** Epoch milliseconds (default: the system clock). */
  readonly now?: () => number
  /** Names the run in the result. */
  readonly runId?: string
}

/**
 * Evaluates a suite over a dataset, in one scan where its expectations allow it. An expectation that can't be evaluated, because
 * a column is missing or the database refuses, is not met. Throws a `QualityError` where the suite itself is wrong or the dataset
 * can't be described.
 */
export async function evaluate(suite: Suite, dataset: Dataset, options: EvaluateOptions = {}): Promise<ValidationResult> {
  const at = new Date(options.now?.() ?? Date.now())
  const columns = await dataset.columns()
  if (columns.length === 0) throw new QualityError('dataset', '', `${dataset.name} has no columns`)
  const sensitive = new Set([...(options.sensitiveColumns ?? [])].map((name) => name.toLowerCase()))
  const parameters = { values: { ...suite.parameters, ...options.parameters }, now: at }
  const preparation = { dataset, columns, sensitive, format: options.resultFormat ?? basicFormat, parameters }
  const prepared = suite.expectations.map((each, index) => prepare(each, index, preparation))
  const { answers, scans } = await answered(dataset, prepared)
  const results: ExpectationResult[] = []
  for (const [index, each] of prepared.entries()) results.push(await concluded(each, answers[index]!, dataset))
  const statistics = statisticsOf(results)
  return {
    success: statistics.unsuccessful_expectations === 0,
    results,
    suite_name: suite.name,
    suite_parameters: options.parameters ?? {},
    statistics,
    meta: {
      portico_version: version,
      dataset: dataset.name,
      dialect: dataset.dialect.name,
      validation_time: at.toISOString(),
      scans,
      ...(options.runId !== undefined && { run_id: { run_name: options.runId, run_time: at.toISOString() } }),
    },
    id: null,
  }
}

/** The scan's answers to a plan, or why it can't be evaluated. */
type Answer = { readonly plan: Plan; readonly found: Found } | Error

async function answered(dataset: Dataset, prepared: readonly Prepared[]): Promise<{ answers: Answer[]; scans: number }> {
  const plans = prepared.flatMap(({ planned, subject }) =>
    planned instanceof ExpectationFault ? [] : [{ plan: planned, subject }],
  )
  const questions = plans.map(({ plan, subject }) => ({ subject, aggregates: plan.aggregates }))
  let scans: number
  let each: Answer[]
  try {
    const all = await scan(dataset, questions)
    scans = all.scans
    each = plans.map(({ plan }, index) => ({ plan, found: all.found[index]! }))
  } catch {
    // The database refused one of them, such as a regular expression: each is queried alone, so that the others still get an
    // answer.
    scans = 1
    each = []
    for (const [index, { plan }] of plans.entries()) {
      try {
        const alone = await scan(dataset, [questions[index]!])
        scans += alone.scans
        each.push({ plan, found: alone.found[0]! })
      } catch (error) {
        each.push(error instanceof Error ? error : new Error(String(error)))
      }
    }
  }
  const remaining = each.values()
  const answers = prepared.map(({ planned }) => (planned instanceof ExpectationFault ? planned : remaining.next().value!))
  return { answers, scans }
}

async function concluded(
  { configuration, format, subject }: Prepared,
  answer: Answer,
  dataset: Dataset,
): Promise<ExpectationResult> {
  const failed = (error: Error): ExpectationResult => ({
    success: false,
    expectation_config: configuration,
    result: {},
    meta: {},
    exception_info: { raised_exception: true, exception_traceback: null, exception_message: messageOf(error, subject.sensitive) },
  })
  if (answer instanceof Error) return failed(answer)
  try {
    const ask = { format, rows: (statement: Parameters<typeof render>[0]) => dataset.query(render(statement, dataset.dialect)) }
    const { success, result } = await answer.plan.conclude(answer.found, ask)
    return {
      success,
      expectation_config: configuration,
      result: format.detail === 'BOOLEAN_ONLY' ? {} : result,
      meta: {},
      exception_info: { raised_exception: false, exception_traceback: null, exception_message: null },
    }
  } catch (error) {
    return failed(error instanceof Error ? error : new Error(String(error)))
  }
}

/** A database's own message may quote a value, which must not show where columns are sensitive. */
function messageOf(error: Error, sensitive: ReadonlySet<string>): string {
  if (error instanceof ExpectationFault || sensitive.size === 0) return error.message
  return 'the database refused it; its message is masked, because the dataset has sensitive columns'
}
