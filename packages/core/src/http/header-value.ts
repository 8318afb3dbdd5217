import { InvalidRequest } from './invalid-request.ts'

// RFC 9110 field values: visible characters with spaces and tabs between them. Others end the header or are read differently.
const fieldValue = /^[\u0021-\u007e\u0080-\u00ff](?:[\t\u0020-\u007e\u0080-\u00ff]*[\u0021-\u007e\u0080-\u00ff])?$/

/** An input field as a header value. Throws `InvalidRequest` for text that can't be in a header. */
export function headerValue(field: string, value: unknown): string {
  if (typeof value === 'number' ? Number.isFinite(value) : typeof value === 'boolean' || typeof value === 'bigint')
    return String(value)
  if (typeof value === 'string' && fieldValue.test(value)) return value
  throw new InvalidRequest(field, 'goes to a header: a text of visible Latin characters, without line breaks or outer spaces')
}
