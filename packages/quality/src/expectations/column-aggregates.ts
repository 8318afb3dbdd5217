import type { Aggregate } from '../plan/plan.ts'
import { type Reference, referenceTo, shown } from '../plan/subject.ts'
import type { Dialect } from '../sql/dialect.ts'
import { sql } from '../sql/sql.ts'
import { columnName, numberRange } from './arguments.ts'
import { numberOf } from './column-kinds.ts'
import { type Expectation, defineExpectation } from './define-expectation.ts'
import { type Range, checkRange, isWithin } from './within.ts'

interface Statistic {
  readonly type: string
  readonly aggregate: (reference: Reference, dialect: Dialect) => Aggregate
  /** Without bounds it reports its value and is met, as in Great Expectations. */
  readonly unbounded?: true
  /** The result is built from the column's values, and for a single row equals one of them. */
  readonly ofValues?: true
}

const statistics: readonly Statistic[] = [
  {
    type: 'expect_column_mean_to_be_between',
    aggregate: (value) => (when) => sql`avg(${numberOf(value)})${when()}`,
    unbounded: true,
    ofValues: true,
  },
  {
    type: 'expect_column_median_to_be_between',
    aggregate: (value, dialect) => (when) => dialect.median(numberOf(value), when()),
    ofValues: true,
  },
  {
    type: 'expect_column_stdev_to_be_between',
    aggregate: (value) => (when) => sql`stddev_samp(${numberOf(value)})${when()}`,
    ofValues: true,
  },
  {
    type: 'expect_column_sum_to_be_between',
    aggregate: (value) => (when) => sql`sum(${numberOf(value)})${when()}`,
    ofValues: true,
  },
  {
    type: 'expect_column_unique_value_count_to_be_between',
    aggregate: (value) => (when) => sql`count(distinct ${value.sql})${when()}`,
    unbounded: true,
  },
  {
    type: 'expect_column_proportion_of_unique_values_to_be_between',
    aggregate: (value) => (when) =>
      sql`cast(count(distinct ${value.sql})${when()} as double precision) / nullif(count(${value.sql})${when()}, 0)`,
    unbounded: true,
  },
  {
    type: 'expect_column_proportion_of_non_null_values_to_be_between',
    aggregate: (value) => (when) => sql`cast(count(${value.sql})${when()} as double precision) / nullif(count(*)${when()}, 0)`,
    unbounded: true,
  },
]

/** A number about a column, within a range. Each is an aggregate of the common scan. */
export const columnAggregates: readonly Expectation[] = statistics.map(({ type, aggregate, unbounded, ofValues }) =>
  defineExpectation(type, { column: columnName, ...numberRange }, (kwargs, subject) => {
    const bounds: Range<number> = kwargs
    const bare = bounds.min_value === undefined && bounds.max_value === undefined
    if (!bare || !unbounded) checkRange(bounds)
    const reference = referenceTo(subject, kwargs.column)
    const observed = aggregate(reference, subject.dialect)
    return {
      aggregates: { observed },
      conclude(found) {
        const value = found.number('observed')
        const told = ofValues ? shown(subject, reference, value) : value
        return { success: bare || isWithin(value, bounds), result: { observed_value: told } }
      },
    }
  }),
)
