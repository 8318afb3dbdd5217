import type { Intent } from '@portico/core'

/** The caller as one column: equal for the same actor on behalf of the same person at a client. */
export function callerText({ actor, person }: Pick<Intent, 'actor' | 'person'>): string {
  return JSON.stringify(person === undefined ? [actor.type, actor.id] : [actor.type, actor.id, person])
}
