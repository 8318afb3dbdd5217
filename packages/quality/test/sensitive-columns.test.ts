import { expect, test } from 'vitest'
import { peopleOfFile, type Stated } from './fixture/people.ts'

const { over, one } = peopleOfFile()

test('no value of a sensitive column is in the result, in any format or message', async () => {
  const formats = ['BASIC', 'SUMMARY', 'COMPLETE', { result_format: 'COMPLETE', unexpected_index_column_names: ['email'] }]
  const stated = formats.flatMap((result_format): Stated[] => [
    ['expect_column_values_to_match_regex', { column: 'email', regex: '^nobody', result_format }],
    ['expect_column_values_to_be_null', { column: 'email', result_format }],
    ['expect_column_values_to_be_in_set', { column: 'id', value_set: [0], result_format }],
    ['expect_column_max_to_be_between', { column: 'email', max_value: 'a', result_format }],
    ['expect_column_distinct_values_to_be_in_set', { column: 'email', value_set: ['a'], result_format }],
    ['expect_column_most_common_value_to_be_in_set', { column: 'email', value_set: ['a'], result_format }],
    [
      'expect_column_pair_values_to_be_equal',
      { column_A: 'email', column_B: 'email', row_condition: 'id < 3', condition_parser: 'pandas', result_format },
    ],
    ['expect_compound_columns_to_be_unique', { column_list: ['email', 'grade'], result_format }],
    ['expect_column_values_to_match_regex', { column: 'email', regex: '(', result_format }],
  ])
  const result = await over(stated, { sensitiveColumns: ['EMAIL'] })
  const text = JSON.stringify(result)
  expect(text).toContain('[masked]')
  expect(text).not.toContain('@example.com')
  expect(result.results.at(-1)!.exception_info).toMatchObject({
    raised_exception: true,
    exception_message: expect.stringContaining('masked'),
  })
  const [first] = stated
  expect(JSON.stringify(await over([first!]))).toContain('@example.com')
})

test('an aggregate of a sensitive column does not reveal its values; counts are reported', async () => {
  const alone = { column: 'id', min_value: 0, row_condition: 'email == "user7@example.com"', condition_parser: 'pandas' }
  const types = ['mean', 'median', 'sum', 'max', 'min', 'stdev', 'unique_value_count', 'proportion_of_non_null_values']
  const stated = types.map((name): Stated => [`expect_column_${name}_to_be_between`, alone])
  const { results } = await over(stated, { sensitiveColumns: ['id'] })
  const masked = '[masked]'
  expect(results.map(({ result }) => result['observed_value'])).toEqual([masked, masked, masked, masked, masked, null, 1, 1])
  expect((await one('expect_column_mean_to_be_between', alone)).result['observed_value']).toBe(7)
})
