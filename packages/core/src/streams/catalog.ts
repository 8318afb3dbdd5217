import { jsonSchemaOf } from '../pin/json-schema-of.ts'
import type { Source } from './source.ts'
import type { Stream, StreamDefinition } from './stream-definition.ts'

/** What is known about a stream without reading it. */
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
  /** JSON Schema 2020-12 of a record. */
  readonly schema: Readonly<Record<string, unknown>>
  /** JSON Schema of what the owner of a sync chooses; undefined if there is nothing to choose. */
  readonly settings: Readonly<Record<string, unknown>> | undefined
  /** `incremental` if the vendor can filter by the cursor, or keeps a log. */
  readonly modes: readonly ('full_refresh' | 'incremental')[]
  /** A dotted path if it is nested. */
  readonly cursorField: string | undefined
  /** Name of the stream whose records are its slices. */
  readonly parent: string | undefined
}

/** A source's streams as plain data: for catalogs, documents and the Airbyte protocol's `discover`. */
export function catalogOf(source: Source<object>): readonly CatalogEntry[] {
  return Object.keys(source.streams).map((name) => catalogEntryOf(source, name)!)
}

/** One stream as plain data; undefined if the source has none of this name. */
export function catalogEntryOf(source: Source<object>, name: string): CatalogEntry | undefined {
  const streams = source.streams as Readonly<Record<string, Stream>>
  if (!Object.hasOwn(streams, name)) return undefined
  const { definition, schema } = streams[name]!
  const { cursor, log, settings, parent } = definition
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
    schema,
    settings: settings && jsonSchemaOf(settings, 'input'),
    modes: cursor?.since === undefined && !log ? ['full_refresh'] : ['full_refresh', 'incremental'],
    cursorField: cursor?.field,
    parent: parent && Object.entries(streams).find(([, other]) => other === parent.stream)?.[0],
  }
}
