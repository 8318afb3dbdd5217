import { compilePath } from '../call/dotted-path.ts'
import type { HeaderReader } from './headers.ts'
import type { EventPath } from './webhook-definition.ts'

/** What paths are resolved against. `item` is one of a batch. */
export interface DeliveryContent {
  readonly header: HeaderReader
  readonly body: unknown
  readonly item?: unknown
}

/** A string or integer at a path; anything else counts as missing. */
export function readText(path: EventPath): (content: DeliveryContent) => string | undefined {
  const name = path.slice(path.indexOf('.') + 1)
  if (path.startsWith('header.')) return ({ header }) => header(name.toLowerCase())
  const read = compilePath(name)
  return ({ body, item }) => {
    const value = read(path.startsWith('item.') ? item : body)
    if (typeof value === 'string' && value !== '') return value
    return Number.isSafeInteger(value) ? String(value) : undefined
  }
}
