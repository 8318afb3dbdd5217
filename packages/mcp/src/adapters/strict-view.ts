import { type Part, partOf } from './strict-part.ts'

/** A tool's input as OpenAI's strict mode has it: every member is required, and what may be absent may be null. */
export interface StrictView {
  readonly schema: Record<string, unknown>
  /** Takes back what strict mode forced. What is not as `schema` says is left as it is, for the call path to refuse. */
  restore(given: unknown): unknown
}

/**
 * A strict view of a JSON Schema (2020-12) of an object. A part that strict mode can't say (free members, tuples, a schema that holds
 * itself, alternatives that look alike) is a text of JSON there. Throws a TypeError for a schema that is no object's.
 */
export function strictView(native: Readonly<Record<string, unknown>>): StrictView {
  const part: Part = partOf(native, native)
  if (part.schema['type'] !== 'object') throw new TypeError('strict mode takes the schema of an object with named members')
  return part
}
