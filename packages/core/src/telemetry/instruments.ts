import { type Attributes, type MeterProvider, metrics } from '@opentelemetry/api'
import { type Metric, type OperationalMetric, operationalMetrics } from '@portico/metrics'
import type { TelemetryAttributes } from '../ports/telemetry.ts'

type Recorder = (value: number, attributes: Attributes) => void

/** Records a value of a metric of the dictionary. */
export type Measure = (metric: OperationalMetric, value: number, attributes: TelemetryAttributes) => void

/**
 * Instruments created from the metrics dictionary, each at its first value. The meter is looked up only then, and again after the
 * application sets another provider, so that load order does not matter.
 */
export function createInstruments(scope: { readonly name: string; readonly version: string }): Measure {
  let provider: MeterProvider | undefined
  let recorders = new Map<OperationalMetric, Recorder>()
  return (key, value, attributes) => {
    const current = metrics.getMeterProvider()
    if (current !== provider) {
      provider = current
      recorders = new Map()
    }
    let record = recorders.get(key)
    if (!record) {
      record = createRecorder(key, current, scope)
      recorders.set(key, record)
    }
    record(value, attributes)
  }
}

function createRecorder(
  key: OperationalMetric,
  provider: MeterProvider,
  scope: { readonly name: string; readonly version: string },
): Recorder {
  const metric: Metric | undefined = Object.hasOwn(operationalMetrics, key) ? operationalMetrics[key] : undefined
  if (!metric) throw new RangeError(`'${key}' is not an operational metric of the dictionary`)
  const meter = provider.getMeter(scope.name, scope.version)
  const options = { description: metric.definition, unit: metric.unit }
  const record = (): Recorder => {
    if (metric.kind === 'counter') {
      const counter = meter.createCounter(key, options)
      return (value, attributes) => counter.add(value, attributes)
    }
    if (metric.kind === 'gauge') {
      const gauge = meter.createGauge(key, options)
      return (value, attributes) => gauge.record(value, attributes)
    }
    const advice = metric.boundaries ? { advice: { explicitBucketBoundaries: [...metric.boundaries] } } : {}
    const histogram = meter.createHistogram(key, { ...options, ...advice })
    return (value, attributes) => histogram.record(value, attributes)
  }
  const instrument = record()
  return (value, attributes) => instrument(value, declared(metric, attributes))
}

/** An attribute that is not in the dictionary would silently multiply the number of series. */
function declared(metric: Metric, attributes: Attributes): Attributes {
  const kept: Attributes = {}
  for (const name of metric.attributes) if (attributes[name] !== undefined) kept[name] = attributes[name]
  return kept
}
