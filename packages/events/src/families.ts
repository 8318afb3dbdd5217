import type * as z from 'zod'
import type { EventFamily } from './event-family.ts'
import { approval } from './families/approval.ts'
import { call } from './families/call.ts'
import { incident } from './families/incident.ts'
import { quality } from './families/quality.ts'
import { sync } from './families/sync.ts'
import { webhook } from './families/webhook.ts'

const families = { call, approval, webhook, sync, quality, incident } as const
type Families = typeof families

/** Every event family, in its current version. */
export const eventFamilies: readonly EventFamily[] = Object.values(families)

type TypesOf<Name extends keyof Families> = `portico.${Name}.${keyof Families[Name]['events'] & string}`

/** The `type` of every event. */
export type EventType = { [Name in keyof Families]: TypesOf<Name> }[keyof Families]

type DefinitionOf<Type extends EventType> = Type extends `portico.${infer Name extends keyof Families}.${infer Event}`
  ? Families[Name]['events'][Event & keyof Families[Name]['events']]
  : never

/** What the `data` of an event of this type holds. */
export type EventData<Type extends EventType> =
  DefinitionOf<Type> extends { readonly data: infer Data extends z.ZodType } ? z.infer<Data> : never

/** Every event's type. */
export const eventTypes: readonly EventType[] = eventFamilies.flatMap(({ name, events }) =>
  Object.keys(events).map((event) => `portico.${name}.${event}` as EventType),
)
