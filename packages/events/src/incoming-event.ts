import { EventError } from './event-error.ts'
import { decodeHeader } from './header-text.ts'

/** An event as received, over HTTP or from anything else with headers and a body. */
export interface IncomingEvent {
  /** Names in any case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: Uint8Array | string
}

export interface IncomingParts {
  readonly attributes: Readonly<Record<string, unknown>>
  readonly data: unknown
}

/** The attributes and the data as the sender wrote them, in either mode. */
export function readIncoming(incoming: IncomingEvent, maxBytes: number): IncomingParts {
  const headers = singleHeaders(incoming.headers)
  let bytes = Buffer.byteLength(incoming.body)
  for (const [name, value] of headers) bytes += Buffer.byteLength(name) + Buffer.byteLength(value)
  if (bytes > maxBytes) throw new EventError('too_large', `the event has ${bytes} bytes, at most ${maxBytes} are taken`)
  const mediaType = headers.get('content-type')?.split(';')[0]!.trim().toLowerCase()
  if (mediaType === 'application/cloudevents+json') return structuredParts(incoming.body)
  if (mediaType?.startsWith('application/cloudevents') || !headers.has('ce-specversion')) {
    throw new EventError('not_an_event', 'neither a structured event (application/cloudevents+json) nor one with ce- headers')
  }
  return binaryParts(headers, mediaType, incoming.body)
}

function structuredParts(body: Uint8Array | string): IncomingParts {
  const document = readJson(body)
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    throw new EventError('malformed', 'a structured event is a JSON object')
  }
  const { data, ...attributes } = document as Record<string, unknown>
  return { attributes, data }
}

function binaryParts(
  headers: ReadonlyMap<string, string>,
  mediaType: string | undefined,
  body: Uint8Array | string,
): IncomingParts {
  const attributes = [...headers]
    .filter(([name]) => name.startsWith('ce-'))
    .map(([name, value]): [string, string] => [name.slice('ce-'.length), decodeHeader(name, value)])
  return { attributes: { ...Object.fromEntries(attributes), datacontenttype: mediaType }, data: readJson(body) }
}

function singleHeaders(headers: IncomingEvent['headers']): Map<string, string> {
  const single = new Map<string, string>()
  for (const [given, value] of Object.entries(headers)) {
    if (value === undefined) continue
    const name = given.toLowerCase()
    const counts = name.startsWith('ce-') || name === 'content-type'
    const values = typeof value === 'string' ? [value] : value
    if (counts && (values.length !== 1 || single.has(name))) {
      throw new EventError('malformed', `the header ${name} occurs more than once`)
    }
    single.set(name, values.join(', '))
  }
  return single
}

function readJson(body: Uint8Array | string): unknown {
  try {
    return JSON.parse(typeof body === 'string' ? body : new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    throw new EventError('malformed', 'the body is not JSON in UTF-8')
  }
}
