import type { SchemaVersion } from './event-family.ts'

export interface SchemaReference {
  readonly family: string
  readonly major: number
  readonly minor: number
  readonly event: string
}

const pattern = /^urn:portico:events:([a-z]+):(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})#([a-z][a-z_]*)$/

/** The `$id` of a family's schema. */
export function familyUri(family: string, version: SchemaVersion): string {
  return `urn:portico:events:${family}:${version}`
}

/** The `dataschema` of an event: its family's schema, with the event's own part as the fragment. */
export function schemaUri(family: string, version: SchemaVersion, event: string): string {
  return `${familyUri(family, version)}#${event}`
}

/** Undefined for what is not one of our schemas. */
export function parseSchemaUri(uri: string): SchemaReference | undefined {
  const [, family, major, minor, event] = pattern.exec(uri) ?? []
  if (family === undefined || event === undefined) return undefined
  return { family, major: Number(major), minor: Number(minor), event }
}
