import * as z from 'zod'
import { conditionSql } from '../condition/condition-sql.ts'
import { ConditionError } from '../condition/condition-error.ts'
import { statedCondition } from '../condition/stated-condition.ts'
import type { Column, Dataset } from '../dataset/dataset.ts'
import { expectations } from '../expectations/registry.ts'
import { ExpectationFault } from '../plan/fault.ts'
import type { Plan } from '../plan/plan.ts'
import { type ResultFormat, wireResultFormat } from '../plan/result-format.ts'
import type { Subject } from '../plan/subject.ts'
import { QualityError } from '../quality-error.ts'
import type { ExpectationConfiguration } from '../results/validation-result.ts'
import { type ParameterValues, withParameters } from '../suite/parameters.ts'

/** An expectation that is ready to be evaluated, or the reason why it can't be. */
export interface Prepared {
  readonly configuration: ExpectationConfiguration
  readonly subject: Subject
  readonly format: ResultFormat
  readonly planned: Plan | ExpectationFault
}

export interface Preparation {
  readonly dataset: Dataset
  readonly columns: readonly Column[]
  readonly sensitive: ReadonlySet<string>
  readonly format: ResultFormat
  readonly parameters: ParameterValues
}

// Arguments that every expectation takes besides its own. The last five control how Great Expectations runs and shows it.
const common = z.object({
  row_condition: z.unknown().optional(),
  condition_parser: z.string().optional(),
  result_format: wireResultFormat.optional(),
  batch_id: z.unknown().optional(),
  catch_exceptions: z.boolean().optional(),
  include_config: z.boolean().optional(),
  meta: z.unknown().optional(),
  notes: z.unknown().optional(),
})

const commonNames = new Set(Object.keys(common.shape))

/** Reads an expectation's arguments. Throws a `QualityError` where the suite is wrong, whatever the dataset is. */
export function prepare(stated: ExpectationConfiguration, index: number, preparation: Preparation): Prepared {
  const { dataset, columns, sensitive, parameters } = preparation
  const path = `expectations[${index}]`
  const expectation = expectations.get(stated.type)
  if (!expectation)
    throw new QualityError('invalid_suite', `${path}.type`, `${JSON.stringify(stated.type)} is not evaluated here`)
  const kwargs = withParameters(stated.kwargs, parameters, `${path}.kwargs`) as Record<string, unknown>
  // Great Expectations writes an omitted argument as null.
  const given = Object.entries(kwargs).filter(([, value]) => value !== null)
  const shared = checked(
    common,
    given.filter(([key]) => commonNames.has(key)),
    path,
  )
  const own = checked(
    expectation.kwargs,
    given.filter(([key]) => !commonNames.has(key)),
    path,
  )
  const configuration = { ...stated, kwargs }
  const format = shared.result_format ?? preparation.format
  const bare = {
    dialect: dataset.dialect,
    relation: dataset.relation,
    columns,
    sensitive,
    other: (name: string) => dataset.other(name),
  }
  const condition = conditionOf(shared, path)
  try {
    const subject: Subject = { ...bare, condition: condition && conditionSql(condition, bare) }
    return { configuration, subject, format, planned: expectation.plan(own, subject) }
  } catch (error) {
    if (!(error instanceof ExpectationFault)) throw error
    return { configuration, subject: { ...bare, condition: undefined }, format, planned: error }
  }
}

function conditionOf(
  { row_condition, condition_parser }: z.output<typeof common>,
  path: string,
): ReturnType<typeof statedCondition> {
  try {
    return statedCondition(row_condition, condition_parser)
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error
    throw new QualityError('invalid_suite', `${path}.kwargs`, error.message)
  }
}

function checked<Schema extends z.ZodType>(
  schema: Schema,
  given: readonly (readonly [string, unknown])[],
  path: string,
): z.output<Schema> {
  const answer = schema.safeParse(Object.fromEntries(given))
  if (answer.success) return answer.data
  const [issue] = answer.error.issues
  const field = [`${path}.kwargs`, ...issue!.path.map(String)].join('.')
  throw new QualityError('invalid_suite', field, issue!.message)
}
