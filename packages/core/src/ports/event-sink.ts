import type { ActorType, Classes } from '../contract/classes.ts'

/** A CloudEvent's attributes and data, before the envelope is built. */
export interface CoreEvent {
  readonly id: string
  readonly type:
    | 'portico.call.finished'
    | 'portico.call.contract_violated'
    | 'portico.approval.requested'
    | 'portico.approval.decided'
    | 'portico.approval.expired'
  readonly time: string
  readonly tenantId: string
  /** What the event is about: the audited entity or the operation; for an approval's event, the approval. */
  readonly subject: string
  readonly correlationId: string | undefined
  readonly causationId: string | undefined
  /** W3C trace context of the call's span, if it is traced. */
  readonly traceparent: string | undefined
  readonly actorType: ActorType
  readonly classes: Classes
  readonly data: Readonly<Record<string, unknown>>
}

/** Where events go. A rejection fails the call, whose error says what the vendor did. */
export interface EventSink {
  publish(event: CoreEvent): void | Promise<void>
}
