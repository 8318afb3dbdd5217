import * as z from 'zod'
import { type UnknownEvent, hmacSignature, timestamped, webhook } from '../../src/webhooks.ts'

const verify = hmacSignature({ header: 'x' })
const schemas = { 'issue.opened': z.object({ number: z.int() }), push: z.object({ ref: z.string() }) }
const base = { verify, delivery: 'body.id' } as const

// @ts-expect-error ✗ {bodi} is not something that this scheme signs
hmacSignature({ header: 'x', payload: '{bodi}' })
// @ts-expect-error ✗ {timestamp} is not something that this scheme signs: that is timestamped
hmacSignature({ header: 'x', payload: '{timestamp}{body}' })
// @ts-expect-error neither fields nor timestampHeader
timestamped({ header: 'x', payload: '{timestamp}{body}' })
// @ts-expect-error a path begins with body. or header.
webhook({ id: 'x' }, { verify, delivery: 'id', events: { by: 'body.type', schemas } })
// @ts-expect-error always names one of the schemas
webhook({ id: 'x' }, { ...base, events: { by: { always: 'pushed' }, schemas } })
// @ts-expect-error no verification
webhook({ id: 'x' }, { delivery: 'body.id', events: { by: 'body.type', schemas } })

const hook = webhook({ id: 'x' }, { ...base, events: { by: 'body.type', schemas } })
type Result = Awaited<ReturnType<typeof hook.receive>>
type Event = Result['event']
export const opened: Event = { type: 'issue.opened', data: { number: 1 } }
export const unknown: Extract<Event, { type: 'unknown' }> extends UnknownEvent ? true : false = true
// @ts-expect-error the data of another event
export const mixed: Event = { type: 'push', data: { number: 1 } }
// @ts-expect-error not a batch
export type Events = Result['events']
// @ts-expect-error a challenge only where one is declared
export type Challenge = Result['challenge']

const strict = webhook({ id: 'x' }, { ...base, events: { by: 'body.type', schemas, unknown: 'refuse' } })
type StrictEvent = Awaited<ReturnType<typeof strict.receive>>['event']
// @ts-expect-error what is refused is never given
export const never: StrictEvent = { type: 'unknown', name: 'x', data: 1 }

const batch = webhook({ id: 'x' }, { ...base, events: { each: 'body', by: 'item.type', schemas } })
type Batch = Awaited<ReturnType<typeof batch.receive>>
export const events: Batch['events'] = [{ type: 'push', data: { ref: 'main' } }]
// @ts-expect-error a batch has several
export type One = Batch['event']

// Without memory of deliveries, without secrets or without a tenant nothing is received.
// @ts-expect-error deliveries
void hook.receive({ tenantId: 't', headers: {}, body: '' }, { secrets: [] })
// @ts-expect-error secrets
void hook.receive({ tenantId: 't', headers: {}, body: '' }, { deliveries: { first: () => true } })
// @ts-expect-error tenantId
void hook.receive({ headers: {}, body: '' }, { secrets: [], deliveries: { first: () => true } })
