import { anyText } from '@portico/tools/any-text'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { duckdbDataset } from '../src/duckdb.ts'
import { evaluate, expectationTypes, isQualityError, readResults, readSuite } from '../src/index.ts'
import { peopleOfFile, type Stated } from './fixture/people.ts'

const { withDuckdb, people, over, one } = peopleOfFile()

test('at least forty types of expectation are supported', () => {
  expect(expectationTypes.length).toBeGreaterThanOrEqual(40)
  expect(new Set(expectationTypes).size).toBe(expectationTypes.length)
})

test('a suite of either version is evaluated, and its result is one that Great Expectations would write', async () => {
  const suites = [
    {
      name: 'people',
      expectations: [{ type: 'expect_column_values_to_be_unique', kwargs: { column: 'id' }, id: 'a', severity: 'warning' }],
    },
    {
      expectation_suite_name: 'people',
      expectations: [
        { expectation_type: 'expect_column_values_to_be_unique', kwargs: { column: 'id' }, meta: {}, ge_cloud_id: 'a' },
      ],
      meta: { great_expectations_version: '0.18.22' },
    },
  ]
  for (const suite of suites) {
    const result = await people((connection) => evaluate(readSuite(JSON.stringify(suite)), duckdbDataset(connection, 'people')))
    expect(result).toMatchObject({
      success: true,
      suite_name: 'people',
      statistics: { evaluated_expectations: 1, success_percent: 100 },
    })
    expect(result.results[0]!.expectation_config).toMatchObject({ type: 'expect_column_values_to_be_unique', id: 'a' })
    expect(readResults(JSON.stringify(result)).success).toBe(true)
  }
})

test('the aggregates of all expectations take one scan, and equal ones are computed once', async () => {
  const statements: string[] = []
  const result = await people(async (connection) => {
    const dataset = duckdbDataset(connection, 'people')
    const watched: typeof dataset = {
      ...dataset,
      query: (statement) => {
        statements.push(statement.text)
        return dataset.query(statement)
      },
    }
    const expectations = [
      ['expect_table_row_count_to_equal', { value: 20 }],
      ['expect_column_values_to_not_be_null', { column: 'id' }],
      ['expect_column_values_to_be_unique', { column: 'id' }],
      ['expect_column_values_to_be_between', { column: 'id', min_value: 1, max_value: 20 }],
      [
        'expect_column_mean_to_be_between',
        { column: 'id', min_value: 10, max_value: 11, row_condition: 'grade.notnull()', condition_parser: 'pandas' },
      ],
    ].map(([type, kwargs]) => ({ type: type as string, kwargs: kwargs as Record<string, unknown>, meta: {} }))
    return evaluate({ name: 'people', parameters: {}, expectations }, watched)
  })
  expect(result.success).toBe(true)
  expect(result.meta).toMatchObject({ scans: 1 })
  expect(statements).toHaveLength(1)
  expect(statements[0]!.match(/count\(\*\)(,| from)/g)).toHaveLength(1)
})

test('mostly applies to non-missing values', async () => {
  const kwargs = { column: 'grade', value_set: [0, 1] }
  const failed = await one('expect_column_values_to_be_in_set', { ...kwargs, mostly: 0.7 })
  expect(failed).toMatchObject({
    success: false,
    result: {
      element_count: 20,
      missing_count: 5,
      missing_percent: 25,
      unexpected_count: 5,
      unexpected_percent: (5 / 15) * 100,
      unexpected_percent_total: 25,
    },
  })
  expect((await one('expect_column_values_to_be_in_set', { ...kwargs, mostly: 0.66 })).success).toBe(true)
})

test('a row condition chooses the rows', async () => {
  const condition = { row_condition: 'grade == 2 and id > 10', condition_parser: 'pandas' }
  const result = await one('expect_column_values_to_be_in_set', { column: 'grade', value_set: [0], ...condition })
  expect(result.result).toMatchObject({ element_count: 3, unexpected_count: 3, partial_unexpected_list: [2, 2, 2] })
})

test.each([
  ['BOOLEAN_ONLY', {}],
  ['BASIC', { unexpected_count: 2, partial_unexpected_list: [19, 20] }],
  [
    'SUMMARY',
    {
      partial_unexpected_counts: [
        { value: 19, count: 1 },
        { value: 20, count: 1 },
      ],
    },
  ],
  ['COMPLETE', { unexpected_list: [19, 20] }],
])('the result format %s', async (result_format, expected) => {
  const { success, result } = await one('expect_column_values_to_be_between', { column: 'id', max_value: 18, result_format })
  expect(success).toBe(false)
  expect(result).toMatchObject(expected)
  expect('unexpected_list' in result).toBe(result_format === 'COMPLETE')
  if (result_format === 'BOOLEAN_ONLY') expect(result).toEqual({})
})

test('an index column identifies the row of an unexpected value', async () => {
  const result_format = { result_format: 'SUMMARY', unexpected_index_column_names: ['id'], partial_unexpected_count: 1 }
  const { result } = await one('expect_column_values_to_be_in_set', { column: 'grade', value_set: [0, 1], result_format })
  expect(result['partial_unexpected_index_list']).toEqual([{ grade: 2, id: 2 }])
})

test('an expectation that the database refuses is not met, and the others still get answers', async () => {
  const { success, results } = await over([
    ['expect_column_values_to_match_regex', { column: 'email', regex: '(' }],
    ['expect_column_values_to_be_unique', { column: 'id' }],
    ['expect_column_values_to_not_be_null', { column: 'nothing' }],
    ['expect_column_values_to_be_between', { column: 'email', min_value: 3 }],
  ])
  expect(success).toBe(false)
  expect(results.map((each) => [each.success, each.exception_info.raised_exception])).toEqual([
    [false, true],
    [true, false],
    [false, true],
    [false, true],
  ])
  expect(results[2]!.exception_info.exception_message).toBe('the dataset has no column "nothing"')
})

test.each([
  ['an unknown expectation', ['expect_miracles', {}], 'expectations[0].type'],
  [
    'an argument that it does not take',
    ['expect_column_values_to_be_unique', { column: 'id', colour: 'red' }],
    'expectations[0].kwargs',
  ],
  [
    'an argument of another type',
    ['expect_column_values_to_be_unique', { column: 'id', mostly: 2 }],
    'expectations[0].kwargs.mostly',
  ],
  ['a missing argument', ['expect_column_values_to_match_regex', { column: 'email' }], 'expectations[0].kwargs.regex'],
  [
    'an invalid condition',
    ['expect_column_values_to_be_unique', { column: 'id', row_condition: 'id', condition_parser: 'pandas' }],
    'expectations[0].kwargs',
  ],
  [
    'a parameter without a value',
    ['expect_table_row_count_to_equal', { value: { $PARAMETER: 'rows' } }],
    'expectations[0].kwargs.value',
  ],
] as const)('%s makes the suite invalid', async (_name, stated, path) => {
  await expect(over([stated as unknown as Stated])).rejects.toMatchObject({ code: 'invalid_suite', path })
})

test('parameters take their values from the run, the clock and a little arithmetic', async () => {
  const now = () => Date.UTC(2026, 10, 28)
  const result = await over(
    [
      ['expect_table_row_count_to_equal', { value: { $PARAMETER: 'rows' } }],
      ['expect_table_row_count_to_be_between', { max_value: { $PARAMETER: 'rows * 2 - (10 + 5)' } }],
      ['expect_column_values_to_be_between', { column: 'email', min_value: { $PARAMETER: 'now() - timedelta(days=1)' } }],
    ],
    { parameters: { rows: 20 }, now },
  )
  expect(result.results.map(({ success }) => success)).toEqual([true, true, true])
  expect(result.results[2]!.expectation_config.kwargs['min_value']).toBe('2026-11-27T00:00:00.000')
})

test.each([
  '__import__("os")',
  'now(',
  'rows ** 2',
  '1 / 0',
  'timedelta(days=1)',
  'now() + now()',
  'datetime(1)',
  'x'.repeat(2_000),
])('the expression %s is refused', async (expression) => {
  const stated: Stated = ['expect_table_row_count_to_equal', { value: { $PARAMETER: expression } }]
  await expect(over([stated], { parameters: { rows: 20 } })).rejects.toMatchObject({ code: 'invalid_suite' })
})

test.each([
  ['', 'unreadable'],
  ['{"name": "a", "expectations": [', 'unreadable'],
  ['{"name": "a"}', 'not_understood'],
  ['{"expectations": [{"type": "a", "kwargs": {}}]}', 'not_understood'],
  ['{"name": "a", "expectations": []}', 'invalid_suite'],
  ['{"name": "a", "expectations": [{"kwargs": {}}]}', 'not_understood'],
])('the suite %s is refused', (text, code) => {
  expect(() => readSuite(text)).toThrow(expect.objectContaining({ code }))
})

test('a missing dataset, or an invalid name, is refused', async () => {
  for (const table of ['nobody', 'a.b.c.d', '', 'people; drop table people', '"people']) {
    const answer = await people(async (connection) => {
      try {
        await evaluate(
          readSuite('{"name":"a","expectations":[{"type":"expect_column_to_exist","kwargs":{"column":"id"}}]}'),
          duckdbDataset(connection, table),
        )
        return 'evaluated'
      } catch (error) {
        return isQualityError(error) ? error.code : error
      }
    })
    expect(answer).toBe('dataset')
  }
})

test('hostile names and values stay names and values', async () => {
  const known = ['"; drop table canary; --', "' or 1=1 --", '$1', '*/', '\\', '""', "''", 'x" text); drop table canary; --']
  const hostile = fc.oneof(anyText({ minLength: 1, maxLength: 30 }), fc.constantFrom(...known))
  const safe = hostile.filter((text) => !text.includes('\0') && text.trim() !== '' && text.toLowerCase() !== 'id')
  await withDuckdb(async (connection) => {
    await connection.run('create table canary as select 1 as alive')
    await fc.assert(
      fc.asyncProperty(safe, fc.array(safe, { minLength: 1, maxLength: 5 }), async (column, values) => {
        const name = `"${column.replaceAll('"', '""')}"`
        await connection.run(`create or replace table hostile (${name} varchar)`)
        const places = values.map((_, index) => `($${index + 1})`).join(', ')
        await connection.run(`insert into hostile values ${places}`, values)
        const [wanted] = values
        const quoted = `"${wanted!.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
        const row_condition = column.includes('`') ? undefined : `\`${column}\` == ${quoted}`
        const expectations = [
          {
            type: 'expect_column_values_to_be_in_set',
            kwargs: { column, value_set: [wanted], result_format: 'COMPLETE' },
            meta: {},
          },
          {
            type: 'expect_table_row_count_to_equal',
            kwargs: { value: values.length, ...(row_condition && { row_condition, condition_parser: 'pandas' }) },
            meta: {},
          },
        ]
        const { results } = await evaluate({ name: 'a', parameters: {}, expectations }, duckdbDataset(connection, 'hostile'))
        expect(results[0]!.result['unexpected_list']).toEqual(values.filter((value) => value !== wanted))
        const rows = row_condition ? values.filter((value) => value === wanted).length : values.length
        expect(results[1]!.result['observed_value']).toBe(rows)
      }),
      { numRuns: 30, examples: known.map((text) => [text, [text, 'x']]) },
    )
    const canary = await connection.runAndReadAll('select alive from canary')
    expect(canary.getRows()).toEqual([[1]])
  })
})
