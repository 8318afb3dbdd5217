import { type Part, partOf } from './strict-part.ts'

/** A tool's input in OpenAI's strict mode: every member is required, and optional ones may be null. */
export interface StrictView {
  readonly schema: Record<string, unknown>
  /** Undoes what strict mode forced. Anything that does not match `schema` is left as it is, for the call path to refuse. */
  restore(given: unknown): unknown
}

/**
 * A strict view of an object's JSON Schema (2020-12). A part that strict mode cannot express (free members, tuples, recursive
 * schemas, alternatives that look alike) becomes JSON text. Throws a TypeError for a schema that is not an object's.
 */
export function strictView(native: Readonly<Record<string, unknown>>): StrictView {
  const part: Part = partOf(native, native)
  if (part.schema['type'] !== 'object') throw new TypeError('strict mode takes the schema of an object with named members')
  return part
}
