import { hash } from 'node:crypto'

/** Characters of an id that relates a call to others. */
export const mostTraceable = 256

const shape = /^[^\p{Cc}\p{Cs}]+$/u

/** What nearly every id is of; looking for classes of Unicode takes longer. */
const usual = /^[ -~]+$/

/** Characters of an entity's id; its type stands before it in an event's subject, which may have twice as many. */
const mostOfEntity = 1_000

/** The id of an entity as events and stores carry it: of a text that is none, such as one with line breaks, a digest. */
export function carried(id: string): string {
  return id.length <= mostOfEntity && (usual.test(id) || shape.test(id)) ? id : `sha256:${hash('sha256', id, 'hex')}`
}

/**
 * Whether events, audit and stores carry the id as it is. An event whose id its schema refuses is a dead letter: who may choose the id
 * could hide a call from whoever reads the events.
 */
export function isTraceable(id: unknown): id is string {
  return typeof id === 'string' && id.length <= mostTraceable && (usual.test(id) || shape.test(id))
}

/** The id where it is traceable. */
export function traceable(id: string | undefined): string | undefined {
  return isTraceable(id) ? id : undefined
}
