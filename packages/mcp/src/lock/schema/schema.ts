import { canonicalJson } from '@portico/core'

export type SchemaObject = Readonly<Record<string, unknown>>
export type Schema = boolean | SchemaObject

/** Which way a schema's values go: sent by a caller, or received by one. */
export type Side = 'input' | 'output'

/** A schema with the document that its references point into. */
export interface Rooted {
  readonly schema: Schema
  readonly root: Schema
}

export function isSchemaObject(value: unknown): value is SchemaObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isSchema(value: unknown): value is Schema {
  return typeof value === 'boolean' || isSchemaObject(value)
}

/** A part of a schema. Anything that is not a valid schema is compared literally. */
export function within({ root }: Rooted, part: unknown): Rooted {
  const schema = isSchema(part) ? part : { const: part }
  return { schema, root: isSchemaObject(schema) && typeof schema['$id'] === 'string' ? schema : root }
}

export function sameJson(one: unknown, other: unknown): boolean {
  return one === other || (one !== undefined && other !== undefined && canonicalJson(one) === canonicalJson(other))
}

/** Whether two schemas are equal in meaning, since both they and everything they refer to read the same. */
export function sameSchema(one: Rooted, other: Rooted): boolean {
  if (!sameJson(one.schema, other.schema)) return false
  return !refers(one.schema) || sameJson(one.root, other.root)
}

/** Whether a value contains a reference, or anything that looks like one. */
export function refers(value: unknown): boolean {
  return /"\$(?:ref|dynamicRef|recursiveRef)"/.test(JSON.stringify(value) ?? '')
}

/** Follows a chain of references within the document. Undefined if it leads outside, nowhere, or in a circle. */
export function resolved(given: Rooted): Rooted | undefined {
  let at = given
  for (let hops = 0; hops < 32; hops++) {
    const { schema, root } = at
    if (!isSchemaObject(schema) || typeof schema['$ref'] !== 'string') return at
    const target = pointedAt(root, schema['$ref'])
    if (!isSchema(target)) return undefined
    at = within({ schema: root, root }, target)
  }
  return undefined
}

function pointedAt(root: Schema, reference: string): unknown {
  if (reference === '#') return root
  if (!reference.startsWith('#/')) return undefined
  let found: unknown = root
  for (const part of reference.slice(2).split('/')) {
    const name = decoded(part)
    if (name === undefined || typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined
    found = (found as Readonly<Record<string, unknown>>)[name]
  }
  return found
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')
  } catch (error) {
    if (error instanceof URIError) return undefined
    throw error
  }
}
