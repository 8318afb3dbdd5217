import { catalogEntryOf, type Source } from '@portico/core/streams'
import { ConfigError, type ConfiguredStream, type JsonObject } from './protocol.ts'

/** The streams that a configured catalog asks for, in its order. Throws a ConfigError for one that can't be read that way. */
export function readConfiguredCatalog(source: Source<object>, catalog: unknown): readonly ConfiguredStream[] {
  const streams = (catalog as { readonly streams?: unknown } | null)?.streams
  if (!Array.isArray(streams)) throw new ConfigError('catalog: streams is not a list')
  const seen = new Set<string>()
  return streams.map((configured: unknown, index) => {
    const { stream, sync_mode: mode } = (configured ?? {}) as { readonly stream?: JsonObject; readonly sync_mode?: unknown }
    const name = stream?.['name']
    if (typeof name !== 'string') throw new ConfigError(`catalog: streams.${index}.stream.name is missing`)
    const stated = catalogEntryOf(source, name)
    if (!stated)
      throw new ConfigError(`catalog: there is no stream '${name}'; there is ${Object.keys(source.streams).join(', ')}`)
    if (seen.has(name)) throw new ConfigError(`catalog: '${name}' is listed twice`)
    seen.add(name)
    if (mode !== 'full_refresh' && mode !== 'incremental')
      throw new ConfigError(`catalog: sync_mode of '${name}' must be full_refresh or incremental`)
    if (!stated.modes.includes(mode)) throw new ConfigError(`catalog: '${name}' can only be read in full`)
    return { name, mode }
  })
}

/** Names of the streams that a catalog asks for, whatever else is wrong with it; undefined where it asks for none. */
export function namesIn(catalog: unknown): readonly string[] | undefined {
  const streams = (catalog as { readonly streams?: unknown } | null | undefined)?.streams
  if (!Array.isArray(streams)) return undefined
  const names = streams.map((configured: unknown) => (configured as ConfiguredName | null)?.stream?.name)
  return names.length > 0 && names.every((name) => typeof name === 'string') ? names : undefined
}

interface ConfiguredName {
  readonly stream?: { readonly name?: unknown }
}
