import type { CatalogEntry } from '@portico/core/streams'
import { facets } from './facet.ts'
import type { RunEvent } from './run-event.ts'
import { schemaFields, type SchemaField } from './schema-fields.ts'
import type { Assertion, SyncProgress, SyncRun } from './sync-run.ts'

/** Inputs and outputs of a run's events. Schemas are worked out once; each event adds its numbers. */
export function syncDatasets({ stream, input, output, columns, overwrites }: SyncRun) {
  const fields = schemaFields(stream.schema)
  const fieldOf = columns ?? Object.fromEntries(fields.map(({ name }) => [name, name]))
  const landed = Object.entries(fieldOf).flatMap(([column, field]) => renamed(fields, field, column))
  const inputFacets = facets({
    schema: { fields },
    documentation: { description: stream.summary },
    dataSource: { name: input.namespace },
    tags: { tags: sensitivityTags(stream, (field) => [field]) },
  })
  const outputFacets = facets({
    schema: { fields: landed.map((field, index) => ({ ...field, ordinal_position: index + 1 })) },
    dataSource: { name: output.namespace },
    columnLineage: {
      fields: Object.fromEntries(
        Object.entries(fieldOf).map(([column, field]) => [
          column,
          { inputFields: [{ ...input, field, transformations: [{ type: 'DIRECT', subtype: 'IDENTITY' }] }] },
        ]),
      ),
    },
    tags: {
      tags: sensitivityTags(stream, (field) =>
        Object.entries(fieldOf).flatMap(([column, from]) => (from === field ? [column] : [])),
      ),
    },
  })
  const replaced = overwrites ? facets({ lifecycleStateChange: { lifecycleStateChange: 'OVERWRITE' } }) : {}

  return (
    progress: SyncProgress | undefined,
    done: { readonly completed: boolean; readonly assertions: readonly Assertion[] },
  ): Pick<RunEvent, 'inputs' | 'outputs'> => ({
    inputs: [
      {
        ...input,
        facets: inputFacets,
        inputFacets: facets({
          inputStatistics: progress && statistics(progress.rowsRead, progress.bytesRead),
          dataQualityAssertions: done.assertions.length > 0 ? { assertions: done.assertions } : undefined,
        }),
      },
    ],
    outputs: [
      {
        ...output,
        facets: done.completed ? { ...outputFacets, ...replaced } : outputFacets,
        outputFacets: facets({ outputStatistics: progress && statistics(progress.rowsLanded, progress.bytesLanded) }),
      },
    ],
  })
}

function renamed(fields: readonly SchemaField[], field: string, column: string): readonly SchemaField[] {
  return fields.filter(({ name }) => name === field).map((found) => ({ ...found, name: column }))
}

function statistics(rowCount: number, size: number | undefined): object {
  return size === undefined ? { rowCount } : { rowCount, size }
}

/** The sensitivity class of the dataset, and of each field that is more sensitive than the rest. */
function sensitivityTags(
  { sensitivity, sensitiveFields }: CatalogEntry,
  named: (field: string) => readonly string[],
): readonly object[] {
  const tag = { key: 'sensitivity', source: 'PORTICO' }
  const ofFields = Object.entries(sensitiveFields).flatMap(([field, value]) =>
    named(field).map((name) => ({ ...tag, value, field: name })),
  )
  return [{ ...tag, value: sensitivity }, ...ofFields]
}
