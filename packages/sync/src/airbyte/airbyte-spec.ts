import type { AnyScheme, VendorIdentity } from '@portico/core'
import { catalogOf, type Source, type Stream } from '@portico/core/streams'
import { jsonSchemaOf } from '@portico/core/definition'
import { type JsonObject, protocolVersion } from './protocol.ts'

/** What the platform asks its user for: credentials, the connection's settings, and the settings of streams. */
export function airbyteSpec(source: Source<object>): JsonObject {
  return {
    protocol_version: protocolVersion,
    documentationUrl: source.vendor.facts.source.split(/[\s,;]/)[0],
    supportsIncremental: source.tables !== undefined || catalogOf(source).some(({ modes }) => modes.includes('incremental')),
    supported_destination_sync_modes: [],
    connectionSpecification: connectionSpecification(source),
  }
}

export function connectionSpecification(source: Source<object>): JsonObject {
  const { vendor } = source
  const chosen = Object.values<Stream>(source.streams as Readonly<Record<string, Stream>>).flatMap(({ definition }) =>
    definition.settings ? [jsonSchemaOf(definition.settings, 'input')] : [],
  )
  const properties = Object.assign({}, ...chosen.map((settings) => settings['properties'])) as JsonObject
  const required = new Set(chosen.flatMap((settings) => (settings['required'] as readonly string[] | undefined) ?? []))
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: `${vendor.title.en} source`,
    type: 'object',
    additionalProperties: true,
    required: ['credentials', ...(vendor.settings ? ['connection'] : []), ...required],
    properties: {
      credentials: credentials(vendor),
      ...(vendor.settings && { connection: { title: 'Connection', ...withoutDialect(jsonSchemaOf(vendor.settings, 'input')) } }),
      ...properties,
    },
  }
}

/** A document names its dialect once, at the root. */
function withoutDialect(schema: JsonObject): JsonObject {
  const { $schema: _, ...rest } = schema
  return rest
}

function credentials({ auth }: VendorIdentity): JsonObject {
  return {
    title: 'Credentials',
    type: 'object',
    oneOf: Object.entries(auth).map(([name, scheme]) => credentialOf(name, scheme)),
  }
}

function credentialOf(name: string, { fields }: AnyScheme): JsonObject {
  const named = fields.map((field) => ({ ...field, name: field.name || name }))
  return {
    title: name,
    type: 'object',
    required: ['scheme', ...named.filter(({ optional }) => !optional).map((field) => field.name)],
    properties: {
      scheme: { type: 'string', const: name, default: name },
      ...Object.fromEntries(
        named.map((field) => [field.name, { type: 'string', title: field.name, ...(field.secret && { airbyte_secret: true }) }]),
      ),
    },
  }
}
