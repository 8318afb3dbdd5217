import { ExpectationFault } from '../plan/fault.ts'
import type { BinnedPartition, Holdouts } from './divergence.ts'
import { relativeEntropy } from './relative-entropy.ts'

/** Observed shares of the non-missing values: per bin, and below the first and above the last. */
type Compare = (
  observed: readonly number[],
  below: number,
  above: number,
) => { readonly entropy: number; readonly details: object }

interface Parts {
  readonly bins: readonly number[]
  readonly weights: readonly number[]
  readonly tail_weights: readonly [number, number]
}

/**
 * Compares what was observed with a partition into bins. A bin with an infinite endpoint is a tail; held-out weight goes to sides
 * without such a bin, and to bins of weight zero.
 */
export function binned(partition: BinnedPartition, { internal, tail }: Holdouts): Compare {
  const { bins, weights } = partition
  if (bins.length !== weights.length + 1)
    throw new ExpectationFault('partition_object: bins must have one more entry than weights')
  if (bins.some((edge, index) => index > 0 && edge <= bins[index - 1]!)) {
    throw new ExpectationFault('partition_object: bins must increase')
  }
  const open = [bins[0] === -Infinity, bins.at(-1) === Infinity] as const
  if (partition.tail_weights && (open[0] || open[1])) {
    throw new ExpectationFault('partition_object: tail_weights cannot be combined with an infinite endpoint')
  }
  if (tail > 0 && (partition.tail_weights || (open[0] && open[1]))) {
    throw new ExpectationFault('tail_weight_holdout: the partition already has tails')
  }
  const held = weights.map((weight) => weight * (1 - tail - internal))
  const zeros = held.filter((weight) => weight === 0).length
  const inner = held.map((weight) => (weight === 0 && internal > 0 ? internal / zeros : weight))
  // Weight held out for tails is shared by the sides without a bin to infinity.
  const side = open[0] || open[1] ? tail : tail / 2
  const [low, high] = partition.tail_weights ?? [side, side]
  const expected = tailed(bins, inner, [low, high], open)
  return (observed, below, above) => {
    const found = tailed(bins, observed, [below, above], open)
    const flat = ({ weights: within, tail_weights: [first, last] }: Parts): number[] => [first, ...within, last]
    return {
      entropy: relativeEntropy(flat(found), flat(expected)),
      details: { observed_partition: found, expected_partition: expected },
    }
  }
}

/** A bin with an infinite endpoint is the tail on its side. */
function tailed(
  bins: readonly number[],
  weights: readonly number[],
  tails: readonly [number, number],
  [openBelow, openAbove]: readonly [boolean, boolean],
): Parts {
  const inner = <Item>(list: readonly Item[]): Item[] => list.slice(openBelow ? 1 : 0, openAbove ? -1 : undefined)
  return {
    bins: inner(bins),
    weights: inner(weights),
    tail_weights: [openBelow ? weights[0]! : tails[0], openAbove ? weights.at(-1)! : tails[1]],
  }
}
