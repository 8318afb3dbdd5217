import { type MetricAttribute, type MetricDefinition, type OperationalMetric, metric } from '../src/index.ts'

metric('portico.calls')
metric('revenue_sar')
// @ts-expect-error a key that the dictionary lacks
metric('portico.phone_calls')
// @ts-expect-error a business metric has no instrument
export const foreign: OperationalMetric = 'revenue_sar'

const whole = {
  label: { en: 'Answers', ar: 'الإجابات' },
  kind: 'counter',
  definition: 'Answers that came in.',
  unit: '{answer}',
  source: 'core, attempt',
  attributes: [],
} as const
export const owned: MetricDefinition = { ...whole, owner: 'Operations' }
// @ts-expect-error no owner
export const unowned: MetricDefinition = whole
// @ts-expect-error an owner that nobody knows
export const misowned: MetricDefinition = { ...whole, owner: 'Somebody' }
// @ts-expect-error a kind that has no instrument
export const unkind: MetricDefinition = { ...whole, owner: 'Operations', kind: 'summary' }

export const attribute: MetricAttribute<'portico.calls'> = 'error.type'
// @ts-expect-error an attribute that the metric does not carry
export const stray: MetricAttribute<'portico.calls'> = 'portico.stream'
