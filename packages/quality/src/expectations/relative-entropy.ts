/**
 * The Kullback–Leibler divergence of the observed from the expected distribution, in nats, each scaled to sum to 1. Infinite
 * where something is observed that is not expected at all; NaN where nothing is observed.
 */
export function relativeEntropy(observed: readonly number[], expected: readonly number[]): number {
  const total = (weights: readonly number[]): number => weights.reduce((sum, weight) => sum + weight, 0)
  const [p, q] = [total(observed), total(expected)]
  return observed.reduce((sum, weight, index) => {
    const share = weight / p
    return share === 0 ? sum : sum + share * Math.log(share / (expected[index]! / q))
  }, 0)
}
