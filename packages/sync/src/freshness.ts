// How old what landed is against what its streams promise, and what syncs move, in the metrics of the dictionary.
export { freshnessIn, tellFreshness } from './freshness/freshness.ts'
export type { Freshness, FreshnessSinks } from './freshness/freshness.ts'
export { metricsObserver } from './freshness/metrics-observer.ts'
export type { MetricsObserverOptions } from './freshness/metrics-observer.ts'
