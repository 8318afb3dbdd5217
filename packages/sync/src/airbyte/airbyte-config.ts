import type { ReadingOptions } from '@portico/core/reading'
import type { Source } from '@portico/core/streams'
import { Ajv } from 'ajv'
import { connectionSpecification } from './airbyte-spec.ts'
import { ConfigError, type JsonObject } from './protocol.ts'

/** What the platform stores for a connection. */
export interface AirbyteConfig {
  readonly connection: Pick<ReadingOptions, 'tenantId' | 'credentials' | 'settings'>
  /** The stream settings that the connection's owner chose. */
  readonly chosen: JsonObject
}

/** Reads a config that follows the spec. Throws a ConfigError that names the field, never its value. */
export function readConfig(source: Source<object>, config: unknown): AirbyteConfig {
  const ajv = new Ajv({ strict: false, validateFormats: false, meta: false, validateSchema: false, code: { optimize: false } })
  // The spec claims draft-07, but zod writes 2020-12; for the keywords that settings use, the two agree.
  const { $schema: _, ...specification } = connectionSpecification(source)
  const { credentials: _stated, ...properties } = specification['properties'] as JsonObject
  const validate = ajv.compile({ ...specification, properties: { ...properties, credentials: { type: 'object' } } })
  if (!validate(config)) {
    const [error] = validate.errors!
    const missing = error!.keyword === 'required' ? `/${String(error!.params['missingProperty'])}` : ''
    const field = `${error!.instancePath}${missing}`.slice(1).replaceAll('/', '.')
    throw new ConfigError(`${field || 'config'}: ${missing ? 'it is missing' : error!.message}`)
  }
  const { credentials, connection, ...chosen } = config as JsonObject & { readonly credentials: JsonObject }
  return {
    connection: {
      // Each container serves one connection; the platform keeps its tenants apart itself.
      tenantId: 'airbyte',
      credentials: readCredentials(source, credentials),
      ...(connection !== undefined && { settings: connection as JsonObject }),
    },
    chosen,
  }
}

function readCredentials({ vendor }: Source<object>, { scheme: name, ...given }: JsonObject): JsonObject {
  const scheme = typeof name === 'string' && Object.hasOwn(vendor.auth, name) ? vendor.auth[name] : undefined
  if (!scheme) throw new ConfigError(`credentials.scheme: it must be one of ${Object.keys(vendor.auth).join(', ')}`)
  for (const { name: own, optional } of scheme.fields) {
    const field = own || String(name)
    if (optional && given[field] === undefined) continue
    if (typeof given[field] !== 'string' || given[field] === '') throw new ConfigError(`credentials.${field}: it is missing`)
  }
  const isWhole = scheme.fields.length === 1 && scheme.fields[0]!.name === ''
  return { [String(name)]: isWhole ? given[String(name)] : given }
}
