import { InvalidRequest } from './invalid-request.ts'

// Field values of RFC 9110: visible characters, spaces and tabs between them. Others end the header or are read differently.
const fieldValue = /^[\u0021-\u007e\u0080-\u00ff](?:[\t\u0020-\u007e\u0080-\u00ff]*[\u0021-\u007e\u0080-\u00ff])?$/

/** A field of the input as a header's value. Throws `InvalidRequest` for what can't stand in a header. */
export function headerValue(field: string, value: unknown): string {
  if (typeof value === 'number' ? Number.isFinite(value) : typeof value === 'boolean' || typeof value === 'bigint')
    return String(value)
  if (typeof value === 'string' && fieldValue.test(value)) return value
  throw new InvalidRequest(field, 'goes to a header: a text of visible Latin characters, without line breaks or outer spaces')
}
