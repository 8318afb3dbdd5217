// Each refusal is followed by what must stand in the compiler's message; refusal-messages.test.ts above reads both.
import * as z from 'zod'
import { type UnknownEvent, hmacSignature, timestamped, webhook } from '../../src/webhooks.ts'

const verify = hmacSignature({ header: 'x' })
const schemas = { 'issue.opened': z.object({ number: z.int() }), push: z.object({ ref: z.string() }) }
const base = { verify, delivery: 'body.id' } as const

// @ts-expect-error ✗ {bodi} is not something that this scheme signs
hmacSignature({ header: 'x', payload: '{bodi}' })
// @ts-expect-error ✗ {timestamp} is not something that this scheme signs
hmacSignature({ header: 'x', payload: '{timestamp}{body}' })
// @ts-expect-error Property 'timestampHeader' is missing
timestamped({ header: 'x', payload: '{timestamp}{body}' })
// @ts-expect-error '"id"' is not assignable to type '"signature" | DeliveryPath'
webhook({ id: 'x' }, { verify, delivery: 'id', events: { by: 'body.type', schemas } })
// @ts-expect-error '"pushed"' is not assignable to type '"issue.opened" | "push"'
webhook({ id: 'x' }, { ...base, events: { by: { always: 'pushed' }, schemas } })
// @ts-expect-error Property 'verify' is missing & required in type 'WebhookDefinition
webhook({ id: 'x' }, { delivery: 'body.id', events: { by: 'body.type', schemas } })

const hook = webhook({ id: 'x' }, { ...base, events: { by: 'body.type', schemas } })
type Result = Awaited<ReturnType<typeof hook.receive>>
type Event = Result['event']
export const opened: Event = { type: 'issue.opened', data: { number: 1 } }
export const unknown: Extract<Event, { type: 'unknown' }> extends UnknownEvent ? true : false = true
// @ts-expect-error 'number' does not exist in type '{ ref: string; }'
export const mixed: Event = { type: 'push', data: { number: 1 } }
// @ts-expect-error Property 'events' does not exist on type 'Received<
export type Events = Result['events']
// @ts-expect-error Property 'challenge' does not exist on type 'Received<
export type Challenge = Result['challenge']

const strict = webhook({ id: 'x' }, { ...base, events: { by: 'body.type', schemas, unknown: 'refuse' } })
type StrictEvent = Awaited<ReturnType<typeof strict.receive>>['event']
// @ts-expect-error Type '"unknown"' is not assignable to type
export const never: StrictEvent = { type: 'unknown', name: 'x', data: 1 }

const batch = webhook({ id: 'x' }, { ...base, events: { each: 'body', by: 'item.type', schemas } })
type Batch = Awaited<ReturnType<typeof batch.receive>>
export const events: Batch['events'] = [{ type: 'push', data: { ref: 'main' } }]
// @ts-expect-error Property 'event' does not exist on type
export type One = Batch['event']

// Without memory of deliveries, without secrets or without a tenant nothing is received.
// @ts-expect-error Property 'deliveries' is missing
void hook.receive({ tenantId: 't', headers: {}, body: '' }, { secrets: [] })
// @ts-expect-error Property 'secrets' is missing
void hook.receive({ tenantId: 't', headers: {}, body: '' }, { deliveries: { first: () => true, forget: () => {} } })
// @ts-expect-error Property 'tenantId' is missing
void hook.receive({ headers: {}, body: '' }, { secrets: [], deliveries: { first: () => true } })
