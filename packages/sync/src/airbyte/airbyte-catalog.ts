import { type CatalogEntry, catalogOf, type Source } from '@portico/core/streams'
import type { AirbyteStream, JsonObject } from './protocol.ts'

/** When a deletion was seen, in the field that Airbyte's own sources use; null or absent for a live record. */
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
    // The stream states its own cursor, so the user can't choose one, and a full refresh resumes from its last page.
    source_defined_cursor: true,
    ...(cursorField !== undefined && { default_cursor_field: cursorField.split('.') }),
    source_defined_primary_key: primaryKey.map((field) => [field]),
    is_resumable: true,
  }
}

/** A deleted record carries only its key and when the deletion was seen. */
function withDeletions(schema: JsonObject, required: readonly string[]): JsonObject {
  const properties = schema['properties'] as JsonObject
  const seen = { type: ['string', 'null'], format: 'date-time' }
  return { ...schema, required, properties: { ...properties, [deletedAtField]: seen } }
}
