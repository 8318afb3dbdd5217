import { compilePath } from '../call/dotted-path.ts'
import { describeIssues, parse } from '../call/validate.ts'
import type { Shape } from '../contract/delivery.ts'
import { type DeliveryContent, readText } from './delivery-path.ts'
import type { EventDefinition, UnknownEvent } from './webhook-definition.ts'
import { WebhookError } from './webhook-error.ts'

type ErasedEvents = EventDefinition<Readonly<Record<string, Shape>>, string, 'surface' | 'refuse'>

export interface NamedEvent {
  readonly name: string
  readonly event: UnknownEvent | { readonly type: string; readonly data: unknown }
}

/** Compiles the reader that turns a verified delivery into events: one, or one for each item of a batch. */
export function eventReader(events: ErasedEvents): (content: DeliveryContent) => NamedEvent[] {
  if (Object.hasOwn(events.schemas, 'unknown'))
    throw new TypeError("an event type can't be called 'unknown': that name is for events without a schema")
  const nameOf = nameReader(events)
  const read = (content: DeliveryContent, data: unknown): NamedEvent => readEvent(events, nameOf(content), data)
  const { each } = events
  if (each === undefined) return (content) => [read(content, content.body)]
  const itemsOf = each === 'body' ? (body: unknown) => body : compilePath(each.replace(/^body\./, ''))
  return (content) => {
    const items = itemsOf(content.body)
    if (!Array.isArray(items))
      throw new WebhookError('invalid_payload', `${each} is not a list`, [{ path: each, message: 'expected a list' }])
    return items.map((item: unknown) => read({ ...content, item }, item))
  }
}

function nameReader({ by }: ErasedEvents): (content: DeliveryContent) => string | undefined {
  if (typeof by === 'object' && 'always' in by) return () => by.always
  const [first, ...more] = (typeof by === 'string' ? [by] : by).map(readText)
  return (content) => {
    const name = first!(content)
    if (name === undefined) return undefined
    return [name, ...more.flatMap((read) => read(content) ?? [])].join('.')
  }
}

function readEvent(events: ErasedEvents, name: string | undefined, data: unknown): NamedEvent {
  if (name === undefined || !Object.hasOwn(events.schemas, name)) {
    if (events.unknown === 'refuse')
      throw new WebhookError('unknown_event', `no event of the connector is called ${name ?? '(nothing)'}`)
    return { name: name ?? 'unknown', event: { type: 'unknown', name, data } }
  }
  const parsed = parse(events.schemas[name]!, data)
  if (parsed.issues) throw new WebhookError('invalid_payload', `${name}: ${describeIssues(parsed.issues)}`, parsed.issues)
  return { name, event: { type: name, data: parsed.data } }
}
