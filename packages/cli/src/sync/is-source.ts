import type { Source } from '@portico/core/streams'

/** True for results of `defineSource(vendor, { … })`. */
export function isSource(value: unknown): value is Source<object> {
  const { vendor, version, streams } = (value ?? {}) as Partial<Source<object>>
  return typeof vendor?.id === 'string' && typeof version === 'string' && typeof streams === 'object' && streams !== null
}
