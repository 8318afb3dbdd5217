import { expect, test } from 'vitest'
import { type DatasetFacts, failureSeverity, readResults, worstSeverity } from '../src/index.ts'
import { validation1 } from './fixture/great-expectations.ts'

const customers: DatasetFacts = {
  name: 'customers',
  owner: 'Data Platform',
  consumers: [{ name: 'Monthly statement', kind: 'report' }],
  sensitivity: 'S1',
  sensitiveFields: { email: 'S3', city: 'S2' },
}
const about = (kwargs: Record<string, unknown>, type = 'expect_column_values_to_be_unique') => ({ type, kwargs, meta: {} })

test.each([
  ['a personal column', about({ column: 'email' }), {}, 'V3'],
  ['another column of a consumed dataset', about({ column: 'city' }), {}, 'V2'],
  ['a dataset without consumers', about({ column: 'city' }), { consumers: [] }, 'V1'],
  ['a personal column in another case', about({ column: 'EMAIL' }), {}, 'V3'],
  ['a pair with a personal column', about({ column_A: 'city', column_B: 'email' }), {}, 'V3'],
  ['a list with a personal column', about({ column_list: ['city', 'email'] }), {}, 'V3'],
  ['rows chosen by a personal column', about({ column: 'city', row_condition: 'col("email").notNull()' }), {}, 'V3'],
  ['an expectation of unknown fields', about({ where: 'anything' }, 'expect_my_own'), {}, 'V3'],
  ['the same where nothing is personal', about({ where: 'anything' }, 'expect_my_own'), { sensitiveFields: {} }, 'V2'],
  ['the rows of a table', about({ value: 3 }, 'expect_table_row_count_to_equal'), {}, 'V2'],
  ['a wholly personal dataset', about({ value: 3 }, 'expect_table_row_count_to_equal'), { sensitivity: 'S3' as const }, 'V3'],
])('%s', (_name, expectation, facts, severity) => {
  expect(failureSeverity(expectation, { ...customers, ...facts })).toBe(severity)
})

test('the gravest failure counts, and a validation without one has none', () => {
  const results = (success: boolean) => readResults(JSON.stringify(validation1({ success }))).validations[0]!.result.results
  expect(worstSeverity(results(false), customers)).toBe('V3')
  expect(worstSeverity(results(false), { ...customers, sensitiveFields: {} })).toBe('V2')
  expect(worstSeverity(results(true), customers)).toBeUndefined()
})
