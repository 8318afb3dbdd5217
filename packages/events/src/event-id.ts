import { hash } from 'node:crypto'
import type { EventType } from './families.ts'

/**
 * The id of an occurrence: the same parts give the same id in every process, so that an event published again after a crash is a
 * repeat to its consumers. `occurrence` distinguishes it from all others of its type and tenant: an entity's id and its version.
 */
export function eventId(type: EventType, tenantId: string, ...occurrence: readonly [string, ...string[]]): string {
  return hash('sha256', JSON.stringify([type, tenantId, ...occurrence]), 'hex').slice(0, 32)
}
