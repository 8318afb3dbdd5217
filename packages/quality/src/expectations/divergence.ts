import * as z from 'zod'
import { ExpectationFault } from '../plan/fault.ts'
import { literalFor } from '../plan/literal.ts'
import { type Aggregate, type Plan, countWhere } from '../plan/plan.ts'
import { type Reference, type Subject, referenceTo, rowsWhere, shown } from '../plan/subject.ts'
import { allOf, joined, sql } from '../sql/sql.ts'
import { columnName, scalar } from './arguments.ts'
import { binned } from './binned-partition.ts'
import { numberOf } from './column-kinds.ts'
import { defineExpectation } from './define-expectation.ts'
import { relativeEntropy } from './relative-entropy.ts'

const weights = z.array(z.number().nonnegative()).min(1).max(1_000)
const holdout = z.number().min(0).max(1, 'must be less than or equal to 1').default(0)

const partition_object = z.union([
  z.strictObject({ values: z.array(scalar).min(1).max(1_000), weights }),
  z.strictObject({
    bins: z.array(z.number().or(z.literal([Infinity, -Infinity]))).min(2),
    weights,
    tail_weights: z.tuple([z.number(), z.number()]).optional(),
  }),
])

export type Partition = z.output<typeof partition_object>
export type BinnedPartition = Extract<Partition, { bins: unknown }>
type ValuePartition = Extract<Partition, { values: unknown }>

export interface Holdouts {
  readonly internal: number
  readonly tail: number
}

export const divergence = [
  defineExpectation(
    'expect_column_kl_divergence_to_be_less_than',
    {
      column: columnName,
      partition_object: partition_object.optional(),
      threshold: z.number().nonnegative().optional(),
      tail_weight_holdout: holdout,
      internal_weight_holdout: holdout,
      bucketize_data: z.literal(true).default(true),
    },
    (kwargs, subject) => {
      const { partition_object: partition, threshold } = kwargs
      const reference = referenceTo(subject, kwargs.column)
      if (!partition) {
        if (threshold !== undefined) throw new ExpectationFault('a threshold needs a partition_object to compare with')
        return { aggregates: {}, conclude: () => ({ success: true, result: { observed_value: null } }) }
      }
      const sum = [...partition.weights, ...('bins' in partition ? (partition.tail_weights ?? []) : [])].reduce(
        (a, b) => a + b,
        0,
      )
      if (Math.abs(sum - 1) > 1e-5) throw new ExpectationFault('partition_object: the weights must sum to 1')
      const holdouts = { internal: kwargs.internal_weight_holdout, tail: kwargs.tail_weight_holdout }
      return 'bins' in partition
        ? overBins(reference, partition, holdouts, threshold)
        : overValues(subject, reference, partition, holdouts, threshold)
    },
  ),
]

const name = (index: number): string => `part_${index}`

function overBins(reference: Reference, partition: BinnedPartition, holdouts: Holdouts, threshold: number | undefined): Plan {
  const { bins } = partition
  const value = numberOf(reference)
  const compare = binned(partition, holdouts)
  const parts = bins.slice(1).map((high, index): Aggregate => {
    const low = bins[index]!
    // As in numpy, a bin includes its lower edge, and the last one its upper edge too.
    const last = index === bins.length - 2
    return countWhere(
      allOf([
        ...(low === -Infinity ? [sql`${value} is not null`] : [sql`${value} >= ${literalFor(reference, low)}`]),
        ...(high === Infinity ? [] : [sql`${value} ${last ? sql`<=` : sql`<`} ${literalFor(reference, high)}`]),
      ]),
    )
  })
  const beyond = {
    ...(Number.isFinite(bins[0]) && { below: countWhere(sql`${value} < ${literalFor(reference, bins[0])}`) }),
    ...(Number.isFinite(bins.at(-1)) && { above: countWhere(sql`${value} > ${literalFor(reference, bins.at(-1))}`) }),
  }
  return {
    aggregates: {
      present: (when) => sql`count(${value})${when()}`,
      ...beyond,
      ...Object.fromEntries(parts.map((part, index) => [name(index), part])),
    },
    conclude(found) {
      const present = found.count('present')
      const share = (count: number): number => (present === 0 ? 0 : count / present)
      const observed = parts.map((_, index) => share(found.count(name(index))))
      const { entropy, details } = compare(observed, share(found.count('below')), share(found.count('above')))
      return judged(entropy, threshold, details)
    },
  }
}

function overValues(
  subject: Subject,
  reference: Reference,
  { values, weights: expected }: ValuePartition,
  { internal, tail }: Holdouts,
  threshold: number | undefined,
): Plan {
  if (internal > 0) throw new ExpectationFault('internal_weight_holdout is for continuous data')
  if (values.length !== expected.length) throw new ExpectationFault('partition_object: values and weights differ in length')
  const literals = values.map((value) => literalFor(reference, value))
  const inside = sql`${reference.sql} in (${joined(literals, sql`, `)})`
  return {
    aggregates: {
      present: (when) => sql`count(${reference.sql})${when()}`,
      ...Object.fromEntries(literals.map((literal, index) => [name(index), countWhere(sql`${reference.sql} = ${literal}`)])),
    },
    async conclude(found, ask) {
      const foreign = await ask.rows(
        sql`select count(*) from ${subject.relation}${rowsWhere(subject, sql`${reference.sql} is not null and not (${inside})`)} group by ${reference.sql}`,
      )
      const present = found.count('present')
      const share = (count: number): number => (present === 0 ? 0 : count / present)
      const observed = [
        ...values.map((_, index) => share(found.count(name(index)))),
        ...foreign.map(([count]) => share(Number(count))),
      ]
      const held = foreign.length > 0 ? tail : 0
      const wanted = [...expected.map((weight) => weight * (1 - held)), ...foreign.map(() => held / foreign.length)]
      const parts = (list: readonly number[]) => ({
        values: values.map((each) => shown(subject, reference, each)),
        weights: list,
      })
      return judged(relativeEntropy(observed, wanted), threshold, {
        observed_partition: parts(observed.slice(0, values.length)),
        expected_partition: parts(wanted.slice(0, values.length)),
      })
    },
  }
}

function judged(entropy: number, threshold: number | undefined, details: object): ReturnType<Plan['conclude']> {
  const finite = Number.isFinite(entropy)
  return {
    success: threshold === undefined || (finite && entropy <= threshold),
    result: { observed_value: finite ? entropy : null, details },
  }
}
