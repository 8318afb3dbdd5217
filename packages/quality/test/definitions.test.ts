import { DuckDBInstance } from '@duckdb/node-api'
import { referenceData, referenceDataAbsent } from '@portico/tools/reference-data'
import { expect, test } from 'vitest'
import { withPostgres } from './fixture/postgres.ts'
import { duckdbDataset } from '../src/duckdb.ts'
import { postgresDataset } from '../src/postgres.ts'
import { type Dataset, type ExpectationResult, evaluate, isQualityError } from '../src/index.ts'
import { type Case, readCases } from './definitions/cases.ts'
import { difference } from './definitions/compare.ts'
import { type Engine, knownFailures } from './definitions/known-failures.ts'
import { tableOf } from './definitions/tables.ts'

const path = 'gx/definitions'

test(
  'the language-neutral cases of Great Expectations pass on DuckDB, but for those that are listed',
  { timeout: 180_000 },
  async (context) => {
    const folder = referenceData(path)
    if (folder === undefined) return context.skip(referenceDataAbsent(path))
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
    const connection = await instance.connect()
    try {
      const run = async (statement: string): Promise<void> => void (await connection.run(statement))
      const answered = await answers(folder, run, (table) => duckdbDataset(connection, table))
      expect(againstTheList('duckdb', answered)).toEqual(asListed)
      expect(answered.cases.length).toBeGreaterThan(400)
      expect(answered.failed.size / answered.cases.length).toBeLessThan(0.1)
    } finally {
      connection.closeSync()
      instance.closeSync()
    }
  },
)

test('the same on PostgreSQL', { timeout: 180_000 }, async (context) => {
  const folder = referenceData(path)
  if (folder === undefined) return context.skip(referenceDataAbsent(path))
  await withPostgres('quality_definitions', async (client) => {
    const run = async (statement: string): Promise<void> => void (await client.query(statement))
    const answered = await answers(folder, run, (table) => postgresDataset(client, table))
    expect(againstTheList('postgresql', answered)).toEqual(asListed)
    expect(answered.failed.size / answered.cases.length).toBeLessThan(0.1)
  })
})

interface Answers {
  readonly cases: readonly Case[]
  /** By the case's id, what is not as it should be. */
  readonly failed: ReadonlyMap<string, string>
}

async function answers(
  folder: string,
  run: (statement: string) => Promise<void>,
  datasetOf: (table: string) => Dataset,
): Promise<Answers> {
  const cases = readCases(folder).filter(({ foreign }) => foreign === undefined)
  const failed = new Map<string, string>()
  const ofOneTable = Map.groupBy(cases, (each) => `${each.dataset} ${indexed(each)}`)
  for (const [index, together] of [...ofOneTable.values()].entries()) {
    const table = `case_${index}`
    const [first] = together
    for (const statement of tableOf(first!, table, indexed(first!))) await run(statement)
    const dataset = datasetOf(table)
    for (const each of [
      together.filter(({ raises }) => !raises),
      ...together.filter(({ raises }) => raises).map((one) => [one]),
    ]) {
      for (const [id, problem] of await problemsOf(each, dataset)) failed.set(id, problem)
    }
  }
  return { cases, failed }
}

/** What the list of known failures gets wrong. */
function againstTheList(engine: Engine, { cases, failed }: Answers) {
  const known = knownFailures.filter(({ engines }) => engines.includes(engine))
  const listed = (id: string): boolean => known.some(({ cases: prefix }) => id.startsWith(prefix))
  return {
    failsUnlisted: [...failed].filter(([id]) => !listed(id)),
    passesThoughListed: cases.filter(({ id }) => listed(id) && !failed.has(id)).map(({ id }) => id),
    namesNoCase: known.filter(({ cases: prefix }) => !cases.some(({ id }) => id.startsWith(prefix))),
  }
}

const asListed = { failsUnlisted: [], passesThoughListed: [], namesNoCase: [] }

const indexed = ({ out }: Case): boolean => 'unexpected_index_list' in out

/**
 * What of the cases of one table is not as it should be, by their ids. They are one suite, as people write them: answers that got mixed up
 * would show. A suite is refused as a whole, so that each is then asked alone.
 */
async function problemsOf(cases: readonly Case[], dataset: Dataset): Promise<readonly (readonly [string, string])[]> {
  const expectations = cases.map((each) => {
    const complete = indexed(each) ? { result_format: 'COMPLETE', unexpected_index_column_names: ['pk_index'] } : 'COMPLETE'
    return { type: each.type, kwargs: { result_format: complete, ...each.kwargs }, meta: {} }
  })
  try {
    const { results } = await evaluate({ name: 'cases', parameters: {}, expectations }, dataset)
    return cases.flatMap((each, index) => {
      const problem = problemOf(each, results[index]!)
      return problem === undefined ? [] : [[each.id, problem] as const]
    })
  } catch (error) {
    if (!isQualityError(error)) throw error
    const [first, ...others] = cases
    if (others.length === 0) return first!.raises ? [] : [[first!.id, `is refused: ${error.message}`]]
    const problems: (readonly [string, string])[] = []
    for (const each of cases) problems.push(...(await problemsOf([each], dataset)))
    return problems
  }
}

function problemOf(each: Case, result: ExpectationResult): string | undefined {
  const { raised_exception, exception_message } = result.exception_info
  if (each.raises) return raised_exception ? undefined : `raises nothing, and success is ${result.success}`
  return raised_exception ? `raises ${exception_message}` : difference(each, result)
}
