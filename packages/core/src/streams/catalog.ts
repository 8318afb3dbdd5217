import { jsonSchemaOf } from '../pin/json-schema-of.ts'
import type { Source } from './source.ts'
import type { Stream, StreamDefinition } from './stream-definition.ts'

/** What can be known of a stream without reading it. */
export interface CatalogEntry extends Pick<
  StreamDefinition,
  | 'summary'
  | 'title'
  | 'primaryKey'
  | 'deletes'
  | 'freshness'
  | 'owner'
  | 'consumers'
  | 'sensitivity'
  | 'sensitiveFields'
  | 'schemaChanges'
> {
  readonly name: string
  /** Of a record, 2020-12. */
  readonly schema: Readonly<Record<string, unknown>>
  /** Of what the owner of a sync chooses; undefined where there is nothing to choose. */
  readonly settings: Readonly<Record<string, unknown>> | undefined
  /** `incremental` where the vendor can filter by the cursor, or keeps a log. */
  readonly modes: readonly ('full_refresh' | 'incremental')[]
  /** A dotted path where it lies deeper. */
  readonly cursorField: string | undefined
  /** Name of the stream whose records are its slices. */
  readonly parent: string | undefined
}

/** A source's streams as plain data: for catalogs, documents and the Airbyte protocol's `discover`. */
export function catalogOf({ streams }: Source<object>): readonly CatalogEntry[] {
  const all = Object.entries(streams) as [string, Stream][]
  return all.map(([name, { definition }]) => {
    const { cursor, log, settings, parent, record } = definition
    const { summary, title, primaryKey, deletes, freshness, owner, consumers, sensitivity, sensitiveFields, schemaChanges } =
      definition
    return {
      name,
      summary,
      title,
      primaryKey,
      deletes,
      freshness,
      owner,
      consumers,
      sensitivity,
      sensitiveFields,
      schemaChanges,
      schema: jsonSchemaOf(record, 'output'),
      settings: settings && jsonSchemaOf(settings, 'input'),
      modes: cursor?.since === undefined && !log ? ['full_refresh'] : ['full_refresh', 'incremental'],
      cursorField: cursor?.field,
      parent: parent && all.find(([, other]) => other === parent.stream)?.[0],
    }
  })
}
