import { InvalidRequest } from './invalid-request.ts'

// RFC 3986 unreserved: read literally by everyone.
const unreserved = /^[A-Za-z0-9_.~-]*$/

/** Percent-encodes everything outside unreserved. Throws `InvalidRequest` for half of a surrogate pair. */
export function percentEncode(field: string, text: string): string {
  if (unreserved.test(text)) return text
  if (!text.isWellFormed()) throw new InvalidRequest(field, 'holds half of a character (a lone surrogate)')
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
}
