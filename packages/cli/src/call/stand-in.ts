import { randomUUID } from 'node:crypto'
import type { AnyConnector } from '@portico/core'

/**
 * A placeholder credential for a dry run of a connector that has none: nothing is sent, and a newcomer sees the request before
 * having a key. It is random, so that redacting it hides nothing else.
 */
export function standInFor(connector: AnyConnector): Readonly<Record<string, unknown>> {
  const [first] = Object.entries(connector.vendor.auth)
  if (!first) return {}
  const [name, { fields }] = first
  const single = fields.length === 1 && fields[0]?.name === ''
  return {
    [name]: single
      ? randomUUID()
      : Object.fromEntries(fields.filter((field) => !('optional' in field)).map((field) => [field.name, randomUUID()])),
  }
}
