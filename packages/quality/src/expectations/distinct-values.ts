import * as z from 'zod'
import { type Ask, countWhere } from '../plan/plan.ts'
import { type Reference, type Subject, referenceTo, rowsWhere, shown } from '../plan/subject.ts'
import { sql, valueOf } from '../sql/sql.ts'
import { columnName, scalar, valueSet } from './arguments.ts'
import { type Expectation, defineExpectation } from './define-expectation.ts'
import { inSet } from './value-sets.ts'

/** Maximum number of distinct values in a result. */
const mostListed = 1_000

interface Comparison {
  /** It fails for a value outside the set. */
  readonly closed: boolean
  /** It fails for a value of the set that does not occur. */
  readonly complete: boolean
}

export const distinctValues = [
  compared('expect_column_distinct_values_to_be_in_set', { closed: true, complete: false }),
  compared('expect_column_distinct_values_to_contain_set', { closed: false, complete: true }),
  compared('expect_column_distinct_values_to_equal_set', { closed: true, complete: true }),
  defineExpectation(
    'expect_column_most_common_value_to_be_in_set',
    { column: columnName, value_set: z.array(scalar), ties_okay: z.boolean().default(false) },
    (kwargs, subject) => {
      const reference = referenceTo(subject, kwargs.column)
      const value = reference.sql
      const present = sql`${value} is not null`
      return {
        aggregates: { total: (when) => sql`count(*)${when()}`, missing: countWhere(sql`${value} is null`) },
        async conclude(found, ask) {
          const rows = rowsWhere(subject, present)
          const counts = sql`select ${value} as common_value, count(*) as occurrences from ${subject.relation}${rows} group by 1`
          const most = sql`select max(occurrences) from counted`
          const common = await ask.rows(
            sql`with counted as (${counts}) select common_value, ${inSet(renamed(reference), kwargs.value_set)} from counted where occurrences = (${most}) order by 1`,
          )
          const expected = common.filter(([, inside]) => inside === true).length
          const total = found.count('total')
          const missing = found.count('missing')
          return {
            success: common.length > 0 && (kwargs.ties_okay ? expected > 0 : expected === common.length && common.length === 1),
            result: {
              observed_value: common.slice(0, mostListed).map(([cell]) => shown(subject, reference, cell ?? null)),
              element_count: total,
              missing_count: missing,
              missing_percent: total === 0 ? null : (missing / total) * 100,
            },
          }
        },
      }
    },
  ),
]

function renamed(reference: Reference): Reference {
  return { ...reference, sql: sql`common_value` }
}

/**
 * Compares a column's distinct values with a set. Both directions are counts of the common scan; listing the values takes a
 * query.
 */
function compared(type: string, { closed, complete }: Comparison): Expectation {
  return defineExpectation(type, { column: columnName, value_set: valueSet.optional() }, (kwargs, subject) => {
    const reference = referenceTo(subject, kwargs.column)
    const value = reference.sql
    const set = kwargs.value_set
    // Without a set there is nothing to compare with, and the expectation is met, as in Great Expectations.
    const inside = set ? inSet(reference, set) : sql`true`
    return {
      aggregates: {
        outside: countWhere(sql`${value} is not null and (${inside}) is not true`),
        found: (when) => sql`count(distinct ${value})${when(inside)}`,
      },
      async conclude(found, ask) {
        const foreign = closed && found.count('outside') > 0
        const lacking = complete && set !== undefined && found.count('found') < new Set(set).size
        return {
          success: !foreign && !lacking,
          result: ask.format.detail === 'BOOLEAN_ONLY' ? {} : await listed(subject, reference, ask),
        }
      },
    }
  })
}

async function listed(subject: Subject, reference: Reference, ask: Ask): Promise<Record<string, unknown>> {
  const { relation } = subject
  const value = reference.sql
  const rows = rowsWhere(subject, sql`${value} is not null`)
  const found = await ask.rows(
    sql`select ${value}, count(*) from ${relation}${rows} group by 1 order by 1 limit ${valueOf(mostListed, 'integer')}`,
  )
  const counts = found.map(([cell, occurrences]) => ({
    value: shown(subject, reference, cell ?? null),
    count: Number(occurrences),
  }))
  return { observed_value: counts.map((each) => each.value), details: { value_counts: counts } }
}
