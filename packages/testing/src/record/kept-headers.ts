import type { AnyConnector } from '@portico/core'

/** Response headers that say something about the answer. All others are internal to the server, or could leak a secret. */
const telling = /^(?:content-type|link|location|etag|retry-after|deprecation|sunset|(?:x-)?ratelimit-.*|idempotent-replayed)$/

/** An allowlist, so that no cookie or internal header is recorded because nobody thought of it. */
export function keptHeaders({ vendor }: AnyConnector, headers: Readonly<Record<string, string>>): Record<string, string> {
  const { limits, requestIdHeader } = vendor
  const named = new Set<string>(requestIdHeader === undefined ? [] : [requestIdHeader])
  if (limits?.by === 'headers')
    for (const name of [limits.remaining, limits.reset, limits.limit, limits.resource]) if (name) named.add(name)
  return Object.fromEntries(Object.entries(headers).filter(([name]) => telling.test(name) || named.has(name)))
}
