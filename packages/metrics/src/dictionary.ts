import { type BusinessMetric, businessMetrics } from './business-metrics.ts'
import { callMetrics } from './call-metrics.ts'
import { dataMetrics } from './data-metrics.ts'
import { governanceMetrics } from './governance-metrics.ts'
import type { Metric } from './metric-definition.ts'

/** Operational metrics of Portico itself: the only ones with instruments. */
export const operationalMetrics: typeof callMetrics & typeof governanceMetrics & typeof dataMetrics = Object.freeze({
  ...callMetrics,
  ...governanceMetrics,
  ...dataMetrics,
})

/** A key that Portico measures itself. */
export type OperationalMetric = keyof typeof operationalMetrics
export type MetricKey = BusinessMetric | OperationalMetric

/** The attributes that a metric carries. */
export type MetricAttribute<Key extends OperationalMetric> = (typeof operationalMetrics)[Key]['attributes'][number]

/** Every metric, in the order of the dictionary: business first, then the call, governance and the data plane. */
export const metrics: readonly Metric<MetricKey>[] = Object.freeze([
  ...Object.values(businessMetrics),
  ...Object.values(operationalMetrics),
])

const byKey: ReadonlyMap<string, Metric<MetricKey>> = new Map(metrics.map((entry) => [entry.key, entry]))

/** The definition of a metric. A key outside the dictionary does not compile, and throws `RangeError` at run time. */
export function metric<Key extends MetricKey>(key: Key): Metric<Key> {
  const entry = byKey.get(key)
  if (!entry) throw new RangeError(`metric '${key}' is not in the dictionary: define it in @portico/metrics, with an owner`)
  return entry as Metric<Key>
}
