/** How values add up: a counter only rises, a histogram keeps a distribution, a gauge is the value right now. */
export type MetricKind = 'counter' | 'histogram' | 'gauge'

/** The business function that owns a metric: its meaning, its thresholds and the response when it is off. */
export type MetricOwner =
  | 'Compliance'
  | 'CorpDev'
  | 'Data Platform'
  | 'Finance'
  | 'Operations'
  | 'Partnerships'
  | 'RevOps'
  | 'Sales'
  | 'Trust'

export interface MetricDefinition<Attribute extends string = string> {
  readonly label: { readonly en: string; readonly ar: string }
  readonly kind: MetricKind
  /** What one value means, in a sentence. */
  readonly definition: string
  /** UCUM: `s`, `By`, `1`, or the counted thing in braces: `{call}`. */
  readonly unit: string
  /** Where the value comes from: a step of the call path, a package, or a system of record. */
  readonly source: string
  readonly owner: MetricOwner
  /** The only attributes that a value carries: each one multiplies the number of series. */
  readonly attributes: readonly Attribute[]
  /** Bucket boundaries of a histogram, in its unit. */
  readonly boundaries?: readonly number[]
}

/** One entry of the dictionary: a definition and its key. */
export interface Metric<Key extends string = string, Attribute extends string = string> extends MetricDefinition<Attribute> {
  readonly key: Key
}

type Entries<Definitions extends Readonly<Record<string, MetricDefinition>>> = {
  readonly [Key in keyof Definitions & string]: Metric<Key, Definitions[Key]['attributes'][number]>
}

/** Freezes a part of the dictionary, so that no metric can be redefined at run time. */
export function defineMetrics<const Definitions extends Readonly<Record<string, MetricDefinition>>>(
  definitions: Definitions,
): Entries<Definitions> {
  const entries = Object.entries(definitions).map(([key, definition]) => {
    Object.freeze(definition.label)
    Object.freeze(definition.attributes)
    if (definition.boundaries) Object.freeze(definition.boundaries)
    return [key, Object.freeze({ key, ...definition })] as const
  })
  return Object.freeze(Object.fromEntries(entries)) as Entries<Definitions>
}
