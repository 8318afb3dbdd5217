import type { Shape } from '../contract/delivery.ts'
import type { Deliveries } from '../ports/deliveries.ts'
import type { Telemetry } from '../ports/telemetry.ts'
import type { BodyFormat } from './body.ts'
import type { DeliveryHeaders } from './headers.ts'
import type { WebhookSecrets } from './secret.ts'
import type { Verification } from './verification.ts'

/** A place in a delivery: a field of the body (dotted), a field of the batch's item, or a header. */
export type BodyPath = `body.${string}`
export type DeliveryPath = BodyPath | `header.${string}`
export type EventPath = DeliveryPath | `item.${string}`

export interface EventDefinition<
  Schemas extends Readonly<Record<string, Shape>>,
  Batch extends string,
  Unknown extends 'surface' | 'refuse',
> {
  /**
   * What names an event's type. If several are given, those present are joined by a full stop (`issues.opened`); the first must
   * be present. `always` is for a URL that receives only one type of event.
   */
  readonly by: EventPath | readonly [EventPath, ...EventPath[]] | { readonly always: keyof Schemas & string }
  /** The events that the connector promises, each with the schema of its body or, in a batch, of its item. */
  readonly schemas: Schemas
  /** For a vendor that sends several events at once: where their list is, `body` itself or a field of it. */
  readonly each?: Batch
  /** What happens to a type without a schema. Default: `surface`, as `{ type: 'unknown' }`, so that none is silently lost. */
  readonly unknown?: Unknown
}

/** A challenge that a vendor sends before any events; the answer proves that the URL is ours. */
export interface ChallengeDefinition {
  /** What identifies a challenge, such as `{ 'body.type': 'url_verification' }`. */
  readonly when: Readonly<Record<BodyPath, string>>
  /** What to answer. */
  readonly answer: BodyPath
}

/** A vendor's webhooks: how a delivery is verified, distinguished from a repeat, and read. */
export interface WebhookDefinition<
  Schemas extends Readonly<Record<string, Shape>>,
  Batch extends string,
  Unknown extends 'surface' | 'refuse',
  Challenge extends ChallengeDefinition,
> extends BodyFormat {
  readonly verify: Verification
  /**
   * The vendor's id of a delivery, which stays the same when it is resent. `signature` if there is none. If the id is not itself
   * signed (most headers are not), what was signed identifies the delivery too: the same bytes are never accepted twice.
   */
  readonly delivery: DeliveryPath | 'signature'
  readonly events: EventDefinition<Schemas, Batch, Unknown>
  readonly challenge?: Challenge
  /** Bytes. Default: 8 MiB. */
  readonly maxBytes?: number
  /**
   * How long a delivery is remembered, in milliseconds, at least twice the tolerance. Default: three days, during which Stripe
   * resends an event and GitHub lets it be redelivered (docs.stripe.com/webhooks, docs.github.com/webhooks, as of 2026-09).
   */
  readonly keptForMs?: number
}

/** A delivery as it came over HTTP. */
export interface IncomingDelivery {
  readonly tenantId: string
  readonly headers: DeliveryHeaders
  /** The raw bytes, before any parsing. */
  readonly body: Uint8Array | string
  /** The full URL that the vendor called, as the vendor knows it; for vendors that sign it. */
  readonly url?: string
  /** Default: `POST`. */
  readonly method?: string
}

/** What is needed to verify deliveries. */
export interface ReceiveContext {
  readonly secrets: WebhookSecrets
  readonly deliveries: Deliveries
  /** Epoch milliseconds. Default: the system's clock. */
  readonly now?: () => number
  readonly telemetry?: Pick<Telemetry, 'measure'>
}

export type EventOf<Schemas extends Readonly<Record<string, Shape>>> = {
  [Type in keyof Schemas & string]: { readonly type: Type; readonly data: Schemas[Type]['_zod']['output'] }
}[keyof Schemas & string]

/** An event of a type without a schema in the connector: the vendor's name for it, and its data as received. */
export interface UnknownEvent {
  readonly type: 'unknown'
  readonly name: string | undefined
  readonly data: unknown
}

/** An entry under which `Deliveries` remembers a delivery. */
export interface DeliveryMark {
  readonly tenantId: string
  readonly connector: string
  readonly id: string
}

interface ReceivedBase {
  readonly deliveryId: string
  /** The name of the secret that matched, which shows when an old one is no longer used. */
  readonly verifiedWith: string
  /** ISO 8601. */
  readonly receivedAt: string
  /** The entries under which the delivery is remembered: forget them if handling it failed, so that the vendor may resend it. */
  readonly marks: readonly DeliveryMark[]
}
/** A verified delivery of one event that is not a repeat. */
export interface Received<Event> extends ReceivedBase {
  readonly event: Event
  /** The vendor's name for the event type. */
  readonly type: string
}
/** A verified delivery of several events. */
export interface ReceivedBatch<Event> extends ReceivedBase {
  readonly events: readonly Event[]
}
/** Answer with status 200 and this text. */
export interface ChallengeAnswer {
  readonly challenge: string
}
