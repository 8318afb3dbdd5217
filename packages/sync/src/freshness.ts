// How old landed data is compared with what its streams promise, and what syncs move, as metrics of the dictionary.
export { freshnessIn } from './freshness/freshness.ts'
export type { Freshness } from './freshness/freshness.ts'
export { tellFreshness } from './freshness/tell-freshness.ts'
export type { FreshAgain, FreshnessOf, FreshnessSinks } from './freshness/tell-freshness.ts'
export { metricsObserver } from './freshness/metrics-observer.ts'
export type { MetricsObserverOptions } from './freshness/metrics-observer.ts'
export { watchFreshness } from './freshness/watch-freshness.ts'
export type { FreshnessWatch } from './freshness/watch-freshness.ts'
