import type { Shape } from '../contract/delivery.ts'
import type { Deliveries } from '../ports/deliveries.ts'
import type { Telemetry } from '../ports/telemetry.ts'
import { guardedTelemetry } from '../telemetry/guarded-telemetry.ts'
import { bytesOf, readBody } from './body.ts'
import { type DeliveryContent, readText } from './delivery-path.ts'
import { headerReader } from './headers.ts'
import { eventReader } from './read-events.ts'
import { type Verified, verifySignature } from './verify-signature.ts'
import { checkVerification, type Verification } from './verification.ts'
import type {
  ChallengeAnswer,
  ChallengeDefinition,
  DeliveryMark,
  DeliveryPath,
  EventOf,
  IncomingDelivery,
  Received,
  ReceivedBatch,
  ReceiveContext,
  UnknownEvent,
  WebhookDefinition,
} from './webhook-definition.ts'
import { WebhookError, isWebhookError } from './webhook-error.ts'

type AnyDefinition = WebhookDefinition<Readonly<Record<string, Shape>>, string, 'surface' | 'refuse', ChallengeDefinition>

/** A vendor's webhooks: what it sends, and how to verify it. */
export interface Webhook<Result> {
  /** The connector's id. */
  readonly connector: string
  readonly verify: Verification
  /** The event types that it promises. */
  readonly types: readonly string[]
  /**
   * Verifies a delivery over its raw bytes, refuses one that was accepted before, and returns its event. Throws a `WebhookError`
   * with the status to answer, and a `TypeError` for a mistake of ours, such as an empty secret.
   */
  receive(incoming: IncomingDelivery, context: ReceiveContext): Promise<Result>
}

type ResultOf<Event, Batch, Challenge> =
  | ([Batch] extends [never] ? Received<Event> : ReceivedBatch<Event>)
  | ([Challenge] extends [never] ? never : ChallengeAnswer)

/** The vendor, as `defineVendor` makes it, or its connector's id. */
export type WebhookVendor = { readonly identity: { readonly id: string } } | { readonly id: string }

const threeDaysMs = 259_200_000
const eightMebibytes = 8_388_608

/** Describes a vendor's webhooks. */
export function webhook<
  const Schemas extends Readonly<Record<string, Shape>>,
  const Batch extends 'body' | `body.${string}` = never,
  const Unknown extends 'surface' | 'refuse' = 'surface',
  const Challenge extends ChallengeDefinition = never,
>(
  vendor: WebhookVendor,
  definition: WebhookDefinition<Schemas, Batch, Unknown, Challenge>,
): Webhook<ResultOf<EventOf<Schemas> | (Unknown extends 'refuse' ? never : UnknownEvent), Batch, Challenge>> {
  const connector = 'identity' in vendor ? vendor.identity.id : vendor.id
  const receive = compile(connector, definition as unknown as AnyDefinition)
  return {
    connector,
    verify: definition.verify,
    types: Object.keys(definition.events.schemas),
    receive: receive as never,
  }
}

function compile(connector: string, definition: AnyDefinition) {
  checkVerification(definition.verify)
  const { verify, delivery, challenge, maxBytes = eightMebibytes, keptForMs = threeDaysMs } = definition
  const toleranceMs = verify.timestamp?.toleranceMs ?? 0
  if (!(keptForMs >= 2 * toleranceMs && keptForMs > 0)) {
    throw new TypeError(
      `webhook ${connector}: keptForMs must be at least twice the tolerance, ${2 * toleranceMs}: a replay must not outlive its mark`,
    )
  }
  const readEvents = eventReader(definition.events)
  const readId = delivery === 'signature' ? () => undefined : readText(delivery)
  const readChallenge = challenge && challengeReader(challenge)

  const take = async (incoming: IncomingDelivery, context: ReceiveContext, now: number) => {
    const body = bytesOf(incoming.body)
    if (body.length > maxBytes)
      throw new WebhookError('too_large', `the body has ${body.length} bytes, at most ${maxBytes} are taken`)
    const header = headerReader(incoming.headers)
    const unverified = { header, body, url: incoming.url, method: incoming.method ?? 'POST' }
    const verified = verifySignature(verify, unverified, context.secrets, now)
    const content: DeliveryContent = { header, body: readBody(body, definition, header) }
    const answer = readChallenge?.(content)
    if (answer) return answer
    const events = readEvents(content)
    // Only what can be handled is remembered: the vendor may resend the rest once the connector is fixed.
    const id = readId(content)
    const marks = marksOf(verify, delivery, id, verified).map((mark): DeliveryMark => ({
      tenantId: incoming.tenantId,
      connector,
      id: mark,
    }))
    await remember(context.deliveries, marks, now, keptForMs)
    const received = {
      deliveryId: id ?? digestMark(verified),
      verifiedWith: verified.secret,
      receivedAt: new Date(now).toISOString(),
      marks,
    }
    const [first] = events
    if (definition.events.each !== undefined) return { ...received, events: events.map(({ event }) => event) }
    return { ...received, event: first!.event, type: first!.name }
  }

  const guarded = new WeakMap<object, Telemetry | undefined>()
  const telemetryOf = ({ telemetry }: ReceiveContext): Telemetry | undefined => {
    if (telemetry && !guarded.has(telemetry)) guarded.set(telemetry, guardedTelemetry(telemetry))
    return telemetry && guarded.get(telemetry)
  }

  return async (incoming: IncomingDelivery, context: ReceiveContext) => {
    const count = (outcome: string): void => {
      telemetryOf(context)?.measure?.('portico.webhook.deliveries', 1, {
        'portico.connector': connector,
        'portico.outcome': outcome,
      })
    }
    try {
      const taken = await take(incoming, context, (context.now ?? Date.now)())
      count('challenge' in taken ? 'challenge' : 'received')
      return taken
    } catch (error) {
      count(isWebhookError(error) ? error.code : 'failed')
      throw error
    }
  }
}

function challengeReader({ when, answer }: ChallengeDefinition): (content: DeliveryContent) => ChallengeAnswer | undefined {
  const conditions = Object.entries(when).map(([path, text]) => ({ read: readText(path as `body.${string}`), text }))
  const readAnswer = readText(answer)
  return (content) => {
    if (!conditions.every(({ read, text }) => read(content) === text)) return undefined
    const challenge = readAnswer(content)
    if (challenge === undefined) throw new WebhookError('invalid_payload', `the challenge has no ${answer}`)
    return { challenge }
  }
}

/**
 * What identifies a delivery. An unsigned id can be changed by whoever replays a delivery, so what was signed counts as well; it
 * comes first, so that a replay does not use up the id of a future delivery.
 */
function marksOf(
  verify: Verification,
  delivery: DeliveryPath | 'signature',
  id: string | undefined,
  verified: Verified,
): string[] {
  const digest = digestMark(verified)
  if (id === undefined) return [digest]
  // A form is signed only as names and values run together: whoever replays it may choose where each one ends.
  const wholeBody = verify.payload.includes('{body}')
  const signed = delivery.startsWith('body.') ? wholeBody : delivery.toLowerCase() === `header.${verify.idHeader}`
  return signed ? [id] : [digest, id]
}

function digestMark(verified: Verified): string {
  return `sha256:${verified.digest}`
}

async function remember(deliveries: Deliveries, marks: readonly DeliveryMark[], at: number, keptForMs: number): Promise<void> {
  const made: DeliveryMark[] = []
  for (const mark of marks) {
    const first = await firstOf(deliveries, { ...mark, at, keptForMs }, made)
    if (!first) throw new WebhookError('replayed', 'this delivery was taken before')
    made.push(mark)
  }
}

/** If remembering fails, no trace of the delivery may stay: the vendor's next sending would count as accepted, unhandled. */
async function firstOf(
  deliveries: Deliveries,
  delivery: Parameters<Deliveries['first']>[0],
  made: readonly DeliveryMark[],
): Promise<boolean> {
  try {
    return await deliveries.first(delivery)
  } catch (error) {
    const forgotten = await Promise.allSettled(made.map(async (mark) => deliveries.forget(mark)))
    const failed = forgotten.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []))
    throw failed.length === 0
      ? error
      : new AggregateError([error, ...failed], 'a delivery could not be remembered, nor forgotten')
  }
}
