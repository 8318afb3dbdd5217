import type { Shape } from '../contract/delivery.ts'
import type { Deliveries } from '../ports/deliveries.ts'
import type { Telemetry } from '../ports/telemetry.ts'
import type { BodyFormat } from './body.ts'
import type { DeliveryHeaders } from './headers.ts'
import type { WebhookSecrets } from './secret.ts'
import type { Verification } from './verification.ts'

/** Where in a delivery something stands: a field of the body (dotted), one of the batch's item, or a header. */
export type BodyPath = `body.${string}`
export type DeliveryPath = BodyPath | `header.${string}`
export type EventPath = DeliveryPath | `item.${string}`

export interface EventDefinition<
  Schemas extends Readonly<Record<string, Shape>>,
  Batch extends string,
  Unknown extends 'surface' | 'refuse',
> {
  /**
   * What names an event's type. Of several, those that are there are joined by a full stop (`issues.opened`); the first one must be
   * there. `always` is for a URL that gets one type of event only.
   */
  readonly by: EventPath | readonly [EventPath, ...EventPath[]] | { readonly always: keyof Schemas & string }
  /** The events that the connector promises: of each, the body (of a batch: the item). */
  readonly schemas: Schemas
  /** For a vendor that sends several events at once: where their list stands, `body` itself or a field of it. */
  readonly each?: Batch
  /** What becomes of a type without a schema. Default: `surface`, as `{ type: 'unknown' }`, so that none is lost unseen. */
  readonly unknown?: Unknown
}

/** A question that a vendor asks before it sends events; the answer proves that the URL is ours. */
export interface ChallengeDefinition {
  /** What a challenge says, as in `{ 'body.type': 'url_verification' }`. */
  readonly when: Readonly<Record<BodyPath, string>>
  /** What to send back. */
  readonly answer: BodyPath
}

/** A vendor's webhooks: how a delivery is verified, told from a repeat, and read. */
export interface WebhookDefinition<
  Schemas extends Readonly<Record<string, Shape>>,
  Batch extends string,
  Unknown extends 'surface' | 'refuse',
  Challenge extends ChallengeDefinition,
> extends BodyFormat {
  readonly verify: Verification
  /**
   * The vendor's id of a delivery, which is the same when it is sent again. `signature` where there is none. Where the id is not
   * itself signed (most headers are not), what was signed tells deliveries apart as well: the same bytes are never taken twice.
   */
  readonly delivery: DeliveryPath | 'signature'
  readonly events: EventDefinition<Schemas, Batch, Unknown>
  readonly challenge?: Challenge
  /** Bytes. Default: 8 MiB. */
  readonly maxBytes?: number
  /**
   * For how long a delivery is remembered, in milliseconds, twice the tolerance at least. Default: three days, for which Stripe sends
   * an event again and GitHub lets it be sent again (docs.stripe.com/webhooks, docs.github.com/webhooks, as of 2026-09).
   */
  readonly keptForMs?: number
}

/** A delivery as it came over HTTP. */
export interface IncomingDelivery {
  readonly tenantId: string
  readonly headers: DeliveryHeaders
  /** As it came, before anything parsed it. */
  readonly body: Uint8Array | string
  /** The URL that the vendor called, in full, as it knows it; for vendors that sign it. */
  readonly url?: string
  /** Default: `POST`. */
  readonly method?: string
}

/** What deliveries are verified with. */
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

/** An event of a type that the connector has no schema for: what the vendor calls it, and its data as it came. */
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
  /** The name of the secret that matched, so that one sees when an old one is no longer used. */
  readonly verifiedWith: string
  /** ISO 8601. */
  readonly receivedAt: string
  /** Under what the delivery is remembered: forget these where handling it failed, so that the vendor may send it again. */
  readonly marks: readonly DeliveryMark[]
}
/** A delivery of one event that was verified and is no repeat. */
export interface Received<Event> extends ReceivedBase {
  readonly event: Event
  /** The vendor's name of the event's type. */
  readonly type: string
}
/** A delivery of several. */
export interface ReceivedBatch<Event> extends ReceivedBase {
  readonly events: readonly Event[]
}
/** Answer with status 200 and this text. */
export interface ChallengeAnswer {
  readonly challenge: string
}
