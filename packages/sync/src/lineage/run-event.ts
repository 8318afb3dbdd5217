/** A part of an event, about one thing. `_schemaURL` names the schema of its content. */
export interface Facet {
  /** URI of its producer. */
  readonly _producer: string
  readonly _schemaURL: string
  readonly [field: string]: unknown
}

export type Facets = Readonly<Record<string, Facet>>

/** How OpenLineage names things; a dataset's namespace and name together form a URI. */
export interface DatasetName {
  readonly namespace: string
  readonly name: string
}

/** An OpenLineage 2-0-2 run event: https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent. */
export interface RunEvent {
  readonly eventType: 'START' | 'RUNNING' | 'COMPLETE' | 'ABORT' | 'FAIL'
  /** ISO 8601. */
  readonly eventTime: string
  readonly producer: string
  readonly schemaURL: string
  readonly run: { readonly runId: string; readonly facets: Facets }
  readonly job: DatasetName & { readonly facets: Facets }
  readonly inputs: readonly (DatasetName & { readonly facets: Facets; readonly inputFacets: Facets })[]
  readonly outputs: readonly (DatasetName & { readonly facets: Facets; readonly outputFacets: Facets })[]
}
