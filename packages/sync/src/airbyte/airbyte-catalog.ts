import { type CatalogEntry, catalogOf, type Source } from '@portico/core/streams'
import type { AirbyteStream, JsonObject } from './protocol.ts'

/** Where a deletion shows, as Airbyte's own sources have it: when it was seen; null or absent of a record that is there. */
export const deletedAtField = '_ab_cdc_deleted_at'

/** A source's streams as the platform's `discover` wants them. */
export function airbyteCatalog(source: Source<object>): { readonly streams: readonly AirbyteStream[] } {
  return { streams: catalogOf(source).map(airbyteStream) }
}

function airbyteStream({ name, schema, modes, cursorField, primaryKey, deletes }: CatalogEntry): AirbyteStream {
  return {
    name,
    json_schema: deletes === 'unseen' ? schema : withDeletions(schema, primaryKey),
    supported_sync_modes: modes,
    // Whoever reads can choose no other, and a full refresh goes on from its last page.
    source_defined_cursor: true,
    ...(cursorField !== undefined && { default_cursor_field: cursorField.split('.') }),
    source_defined_primary_key: primaryKey.map((field) => [field]),
    is_resumable: true,
  }
}

/** Of a deleted record there is the key, and when that was seen. */
function withDeletions(schema: JsonObject, required: readonly string[]): JsonObject {
  const properties = schema['properties'] as JsonObject
  const seen = { type: ['string', 'null'], format: 'date-time' }
  return { ...schema, required, properties: { ...properties, [deletedAtField]: seen } }
}
