import { resolve } from './described-operation.ts'
import type { Node } from './load-description.ts'

/** Schema keywords that don't affect which values are valid. They differ even where the rest is the same. */
const remarks: ReadonlySet<string> = new Set([
  'title',
  'description',
  'example',
  'examples',
  'default',
  'format',
  'deprecated',
  'discriminator',
])

/**
 * What a description says about this one value, as JSON Schema: for an object its present fields, for a list its items, with
 * every reference inlined. It refuses what the full schema refuses, with the same messages. Through its references the full
 * schema reaches most of a vendor's description, and compiling that took most of the time of a connector's tests.
 *
 * The description's own dialect is interpreted as meant: `nullable`, Swagger 2.0's unions (a list of `items` without a type) and
 * enums that forget null. `additionalProperties: false` is ignored: vendors add fields, and that is not a difference.
 */
export function appliedSchema(description: Node, schema: unknown, value: unknown): unknown {
  if (typeof schema !== 'object' || schema === null) return schema
  const { nullable, items, properties, patternProperties, additionalProperties, ...said } = resolve(description, schema)
  const apply = (part: unknown, to: unknown): unknown => appliedSchema(description, part, to)
  const applied: Record<string, unknown> = {}
  for (const [name, of] of Object.entries(said)) if (!remarks.has(name) && !name.startsWith('x-')) applied[name] = of
  for (const name of ['allOf', 'anyOf', 'oneOf'] as const) {
    if (Array.isArray(said[name])) applied[name] = said[name].map((part) => apply(part, value))
  }
  if (said['not'] !== undefined) applied['not'] = apply(said['not'], value)
  if (Array.isArray(items) && said['type'] === undefined) applied['anyOf'] = items.map((part) => apply(part, value))
  else if (items !== undefined)
    Object.assign(applied, Array.isArray(value) ? ofItems(value, items, apply) : { items: apply(items, value) })
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const fields = fieldsOf({ properties, patternProperties, additionalProperties })
    const described = Object.entries(value).flatMap(([name, part]) => {
      const schemas = fields(name).map((each) => apply(each, part))
      return schemas.length === 0 ? [] : [[name, schemas.length === 1 ? schemas[0] : { allOf: schemas }]]
    })
    if (described.length > 0) applied['properties'] = Object.fromEntries(described)
  }
  return nullable === true && value === null ? {} : applied
}

type Apply = (part: unknown, to: unknown) => unknown

/** One schema for all items where they are alike, as most are; else one per position. */
function ofItems(value: readonly unknown[], items: unknown, apply: Apply): object {
  const each = value.map((item) => apply(items, item))
  const alike = new Set(each.map((schema) => JSON.stringify(schema))).size < 2
  return alike ? (each.length === 0 ? {} : { items: each[0] }) : { items: each }
}

/** Every schema that a field of this name must meet. */
export function fieldsOf({ properties, patternProperties, additionalProperties }: Node): (name: string) => unknown[] {
  const described = (properties ?? {}) as Node
  const patterns = Object.entries((patternProperties ?? {}) as Node)
  return (name) => {
    const named = [
      ...(Object.hasOwn(described, name) ? [described[name]] : []),
      ...patterns.flatMap(([pattern, each]) => (new RegExp(pattern).test(name) ? [each] : [])),
    ]
    if (named.length > 0) return named
    return typeof additionalProperties === 'object' && additionalProperties !== null ? [additionalProperties] : []
  }
}
