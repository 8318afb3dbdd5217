import { CloudEvent } from 'cloudevents'
import { type PorticoEvent, refuseIssues } from './create-event.ts'
import { EventError } from './event-error.ts'
import { type IncomingEvent, readIncoming } from './incoming-event.ts'
import { parseSchemaUri } from './schema-uri.ts'
import { type KnownEvent, attributesAcceptable, knownEvent } from './validator.ts'

export interface ParseOptions {
  /** Bytes of headers and body together. Default: 262 144. */
  readonly maxBytes?: number
}

/**
 * Reads an event in binary or structured mode, as its content type says, and validates it. Unknown fields and attributes are let
 * through, since a newer minor version may add them. Throws an `EventError` for anything else.
 */
export function parseEvent(incoming: IncomingEvent, options: ParseOptions = {}): PorticoEvent {
  // Not the SDK's own HTTP.toEvent: it invents an id and a time if the sender left them out (cloudevents 10.0.0).
  const { attributes, data } = readIncoming(incoming, options.maxBytes ?? 262_144)
  const { type, dataschema } = attributes
  const known = typeof type === 'string' ? knownEvent(type) : undefined
  if (!known) throw new EventError('unknown_type', `${shown(type)} is not an event type that is known here`)
  refuseOtherSchema(known, dataschema)
  refuseIssues('invalid_attributes', type as string, attributesAcceptable(attributes))
  refuseIssues('invalid_data', type as string, known.acceptable(data))
  try {
    return new CloudEvent({ ...attributes, data }) as unknown as PorticoEvent
  } catch {
    // What the schema leaves open: an extension whose name or value CloudEvents does not allow.
    throw new EventError('invalid_attributes', `${type as string}: an attribute does not conform to CloudEvents 1.0`)
  }
}

function refuseOtherSchema({ family, event }: KnownEvent, dataschema: unknown): void {
  const schema = typeof dataschema === 'string' ? parseSchemaUri(dataschema) : undefined
  const [major] = family.version.split('.')
  if (schema?.family === family.name && schema.event === event && String(schema.major) === major) return
  const here = `urn:portico:events:${family.name}:${major}.*#${event}`
  throw new EventError(
    'unsupported_schema',
    `portico.${family.name}.${event} is read here with ${here}, not ${shown(dataschema)}`,
  )
}

function shown(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 200)) : 'none'
}
