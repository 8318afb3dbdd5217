import { appliedSchema, fieldsOf } from './applied-schema.ts'
import { resolve } from './described-operation.ts'
import type { Node } from './load-description.ts'

/** One place in a value, with the keywords that apply to it alone. */
export interface SchemaPart {
  readonly schema: unknown
  readonly value: unknown
  /** JSON pointer. */
  readonly at: string
}

/**
 * Splits a value along its schema: fields, items and parts of `allOf` become separate, and only alternatives stay whole. A part
 * has few keywords, and they repeat across a description, so there is little to compile.
 */
export function* schemaParts(
  description: Node,
  schema: unknown,
  value: unknown,
  options: { readonly fromText: boolean },
  at = '',
): Generator<SchemaPart> {
  if (typeof schema !== 'object' || schema === null) return
  const { allOf, items, properties, patternProperties, additionalProperties, ...said } = resolve(description, schema)
  if (value === null && said['nullable'] === true) return
  const isUnion = Array.isArray(items) && said['type'] === undefined
  yield { schema: appliedSchema(description, isUnion ? { ...said, items } : said, value), value, at }
  for (const each of Array.isArray(allOf) ? allOf : []) yield* schemaParts(description, each, value, options, at)
  if (items !== undefined && !isUnion) {
    // A form may have a single value for a list.
    const list = !Array.isArray(value) && options.fromText && said['type'] === 'array' ? [value] : value
    if (Array.isArray(list)) for (const item of list) yield* schemaParts(description, items, item, options, `${at}/*`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return
  const fields = fieldsOf({ properties, patternProperties, additionalProperties })
  for (const [name, part] of Object.entries(value)) {
    const field = `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
    for (const each of fields(name)) yield* schemaParts(description, each, part, options, field)
  }
}
