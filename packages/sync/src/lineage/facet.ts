import { version } from '../version.ts'
import type { Facet, Facets } from './run-event.ts'

/** The producer of these events: the package, as a package URL. */
export const producer = `pkg:npm/%40portico/sync@${version}`

export const runEventSchema = 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent'

// Each facet has a version of its own.
const schemas = {
  columnLineage: '1-2-0/ColumnLineageDatasetFacet',
  dataQualityAssertions: '1-1-0/DataQualityAssertionsDatasetFacet',
  dataSource: '1-0-1/DatasourceDatasetFacet',
  documentation: '1-1-0/DocumentationDatasetFacet',
  errorMessage: '1-0-1/ErrorMessageRunFacet',
  inputStatistics: '1-0-0/InputStatisticsInputDatasetFacet',
  jobType: '2-0-4/JobTypeJobFacet',
  lifecycleStateChange: '1-0-1/LifecycleStateChangeDatasetFacet',
  nominalTime: '1-0-1/NominalTimeRunFacet',
  outputStatistics: '1-0-2/OutputStatisticsOutputDatasetFacet',
  ownership: '1-0-1/OwnershipJobFacet',
  parent: '1-2-0/ParentRunFacet',
  processing_engine: '1-1-1/ProcessingEngineRunFacet',
  schema: '1-2-0/SchemaDatasetFacet',
  tags: '1-0-0/TagsDatasetFacet',
} as const

export type FacetContents = { readonly [Name in keyof typeof schemas]?: object | undefined }

/** Facets by name, each with its producer and schema; an empty one is left out. */
export function facets(contents: FacetContents): Facets {
  const made: Record<string, Facet> = {}
  for (const [name, content] of Object.entries(contents)) {
    if (content === undefined) continue
    const [facetVersion, type] = schemas[name as keyof typeof schemas].split('/')
    const _schemaURL = `https://openlineage.io/spec/facets/${facetVersion}/${type}.json#/$defs/${type}`
    made[name] = { _producer: producer, _schemaURL, ...content }
  }
  return made
}
