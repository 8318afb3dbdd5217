export type Engine = 'duckdb' | 'postgresql'

interface KnownFailure {
  /** Cases whose id begins so. */
  readonly cases: string
  readonly engines: readonly Engine[]
  readonly reason: string
}

const both: readonly Engine[] = ['duckdb', 'postgresql']

const between = (number: string): string => `column_map_expectations__expect_column_values_to_be_between/${number}`
const naive = (number: string): string => `column_map_expectations__expect_column_values_to_be_between_tz_naive/${number}`
const strftime = 'column_map_expectations__expect_column_values_to_match_strftime_format/1'
const typed = 'the dataset is a table, whose INTEGER column holds numbers where pandas keeps the texts of the case'
const crossType = 'the row condition compares a column with a value of another type: pandas says no, and here it is a fault'

/** The cases that do not pass, each with its reason. A test keeps the list complete, and free of what passes. */
export const knownFailures: readonly KnownFailure[] = [
  {
    cases: 'column_distributional_expectations__expect_column_parameterized_distribution_ks_test_p_value_to_be_greater_than/',
    engines: both,
    reason: 'not built: it needs the distribution functions of scipy; Great Expectations itself dropped it with its V3 API',
  },
  { cases: between('1/23 '), engines: both, reason: typed },
  { cases: naive('1/23 '), engines: both, reason: typed },
  { cases: between('1/30 '), engines: both, reason: crossType },
  { cases: naive('1/30 '), engines: both, reason: crossType },
  { cases: 'column_map_expectations__expect_column_values_to_be_in_set/1/11 ', engines: both, reason: crossType },
  {
    cases: 'column_map_expectations__expect_column_values_to_be_json_parseable/1/3 ',
    engines: both,
    reason: 'a column of numbers holds no texts to parse: not met as the case wants, but told as an exception',
  },
  {
    cases: `${strftime}/10 `,
    engines: ['duckdb'],
    reason: 'the case wants a column of times, which its data states in no schema: here it holds texts, which are of the format',
  },
  ...['1', '2', '3', '4', '5', '6', '7'].map((number): KnownFailure => ({
    cases: `${strftime}/${number} `,
    engines: ['postgresql'],
    reason: 'PostgreSQL has no parser of times that refuses what does not fit its format: not met, and told as an exception',
  })),
  {
    cases: 'multicolumn_map_expectations__expect_compound_columns_to_be_unique/2/8 ',
    engines: both,
    reason: "the case wants pandas' remark that rows can't be counted, and here they are",
  },
]
