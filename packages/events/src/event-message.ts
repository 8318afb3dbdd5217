import { type CloudEvent, HTTP } from 'cloudevents'
import type { PorticoEvent } from './create-event.ts'
import { encodeHeader } from './header-text.ts'

/** Attributes in headers and the data as body (`binary`), or all of it in one JSON document (`structured`). */
export type EventMode = 'binary' | 'structured'

/** An event on the wire, for HTTP and anything else with headers and a body. */
export interface EventMessage {
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Serializes an event in one of the modes of the CloudEvents HTTP binding. */
export function eventMessage(event: PorticoEvent, mode: EventMode): EventMessage {
  const sdkEvent: unknown = event
  const { headers, body } = HTTP[mode](sdkEvent as CloudEvent<unknown>)
  const written = Object.entries(headers).map(([name, value]): [string, string] => [
    name,
    name.startsWith('ce-') ? encodeHeader(String(value)) : String(value),
  ])
  return { headers: Object.fromEntries(written), body: body as string }
}
