import type * as z from 'zod'

/** `major.minor`: a minor version adds optional fields or event types, a major one is anything else. */
export type SchemaVersion = `${number}.${number}`

export interface EventDefinition {
  /** One sentence: when it is published. */
  readonly summary: string
  /** What the event's `data` holds. */
  readonly data: z.ZodObject
}

/** Events that share a subject and a version. Their types are `portico.<name>.<event>`. */
export interface EventFamily {
  readonly name: string
  readonly version: SchemaVersion
  readonly summary: string
  readonly events: Readonly<Record<string, EventDefinition>>
}

/** Defines a family. Its literal names stay in its type, so that event types can be derived from it. */
export function defineFamily<const Family extends EventFamily>(family: Family): Family {
  return family
}
