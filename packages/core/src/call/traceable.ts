/** Characters of an id that relates a call to others. */
export const mostTraceable = 256

const shape = /^[^\p{Cc}\p{Cs}]+$/u

/**
 * An id that events, audit and stores carry as it is; undefined for any other. An event whose id its schema refuses is a dead letter: who
 * may choose the id could hide a call from whoever reads the events.
 */
export function traceable(id: string | undefined): string | undefined {
  return id !== undefined && id.length <= mostTraceable && shape.test(id) ? id : undefined
}
