import { CloudEvent } from 'cloudevents'
import type { EventAttributes } from './event-attributes.ts'
import { EventError } from './event-error.ts'
import type { EventData, EventType } from './families.ts'
import { schemaUri } from './schema-uri.ts'
import { attributesPublishable, knownEvent } from './validator.ts'

/** An event before its envelope is made. */
export interface EventInput<Type extends EventType = EventType> {
  /** The same for every sending of one occurrence: see `eventId`. */
  readonly id: string
  readonly type: Type
  /** RFC 3339 with an explicit zone: when it happened. */
  readonly time: string
  readonly tenantId: string
  /** The entity that it is about; events of one subject stay in order. */
  readonly subject: string
  /** Default: the event's own id, the first of its chain. */
  readonly correlationId?: string | undefined
  readonly causationId?: string | undefined
  readonly traceparent?: string | undefined
  readonly actorType: EventAttributes['actortype']
  readonly classes: {
    readonly approval: EventAttributes['approvalclass']
    readonly reversibility: EventAttributes['reversibilityclass']
    readonly sensitivity: EventAttributes['sensitivityclass']
  }
  readonly data: EventData<Type>
}

/** A CloudEvent of one of our types, as published or as received. Frozen. */
export type PorticoEvent<Type extends EventType = EventType> = Type extends EventType
  ? CloudEvent<EventData<Type>> & Omit<EventAttributes, 'type'> & { readonly type: Type; readonly data: EventData<Type> }
  : never

export interface CreateOptions {
  /** The publisher, as a URI reference. Default: `urn:portico`. */
  readonly source?: string
}

/** Creates an event and validates it against its schema. Throws an `EventError`. Only such events may be published. */
export function createEvent<const Type extends EventType>(
  input: EventInput<Type>,
  options: CreateOptions = {},
): PorticoEvent<Type> {
  const known = knownEvent(input.type)
  if (!known) throw new EventError('unknown_type', `${JSON.stringify(input.type)} is not an event type`)
  const { family, event, publishable } = known
  const attributes: EventAttributes = {
    specversion: '1.0',
    id: input.id,
    source: options.source ?? 'urn:portico',
    type: input.type,
    time: input.time,
    subject: input.subject,
    datacontenttype: 'application/json',
    dataschema: schemaUri(family.name, family.version, event),
    tenantid: input.tenantId,
    correlationid: input.correlationId ?? input.id,
    ...(input.causationId !== undefined && { causationid: input.causationId }),
    ...(input.traceparent !== undefined && { traceparent: input.traceparent }),
    actortype: input.actorType,
    approvalclass: input.classes.approval,
    reversibilityclass: input.classes.reversibility,
    sensitivityclass: input.classes.sensitivity,
  }
  refuseIssues('invalid_attributes', input.type, attributesPublishable(attributes))
  refuseIssues('invalid_data', input.type, publishable(input.data))
  return new CloudEvent({ ...attributes, data: input.data }) as unknown as PorticoEvent<Type>
}

export function refuseIssues(
  code: 'invalid_attributes' | 'invalid_data',
  type: string,
  issues: readonly EventErrorIssue[],
): void {
  if (issues.length === 0) return
  const told = issues.map(({ path, message }) => `${path || '/'} ${message}`).join('; ')
  throw new EventError(code, `${type}: ${code === 'invalid_data' ? 'data' : 'attributes'}: ${told}`.slice(0, 2_000), issues)
}

type EventErrorIssue = EventError['issues'][number]
