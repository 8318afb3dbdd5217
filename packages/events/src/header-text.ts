import { EventError } from './event-error.ts'

// HTTP binding of CloudEvents 1.0.2, 3.1.3.2: all but printable ASCII is percent-encoded as UTF-8, and space, quote and percent as well.
// The SDK does neither (cloudevents 10.0.0, headersFor).
const unsafe = /[^\u0021\u0023\u0024\u0026-\u007e]/gu

export function encodeHeader(text: string): string {
  return text.replaceAll(unsafe, (character) =>
    Array.from(Buffer.from(character, 'utf8'), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  )
}

export function decodeHeader(name: string, text: string): string {
  // Older senders quote values: the binding requires consumers to unquote first.
  const plain = /^".*"$/s.test(text) ? text.slice(1, -1).replaceAll(/\\(.)/gs, '$1') : text
  try {
    return decodeURIComponent(plain)
  } catch {
    throw new EventError('malformed', `the header ${name} is not percent-encoded UTF-8`)
  }
}
