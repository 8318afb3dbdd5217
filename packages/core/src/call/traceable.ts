import { hash } from 'node:crypto'

/** Most characters in an id that relates a call to others. */
export const mostTraceable = 256

const shape = /^[^\p{Cc}\p{Cs}]+$/u

/** What nearly every id consists of; matching Unicode classes takes longer. */
const usual = /^[ -~]+$/

/** Most characters in an entity's id; an event's subject, which puts the type before it, may have twice as many. */
const mostOfEntity = 1_000

/** An entity's id as events and stores carry it: a digest where the text does not qualify, such as one with line breaks. */
export function carried(id: string): string {
  return id.length <= mostOfEntity && (usual.test(id) || shape.test(id)) ? id : `sha256:${hash('sha256', id, 'hex')}`
}

/**
 * Whether events, audit and stores carry the id unchanged. An event whose id its schema refuses is a dead letter, so whoever chooses
 * the id could hide a call from the events' readers.
 */
export function isTraceable(id: unknown): id is string {
  return typeof id === 'string' && id.length <= mostTraceable && (usual.test(id) || shape.test(id))
}

/** The id, if it is traceable. */
export function traceable(id: string | undefined): string | undefined {
  return isTraceable(id) ? id : undefined
}
