import type { Intent } from '@portico/core'

/** Who called, as one column: the same text for the same actor and person at a client. */
export function callerText({ actor, person }: Pick<Intent, 'actor' | 'person'>): string {
  return JSON.stringify(person === undefined ? [actor.type, actor.id] : [actor.type, actor.id, person])
}
