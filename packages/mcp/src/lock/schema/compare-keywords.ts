import { canonicalJson } from '@portico/core'
import type { ChangeClass } from '../change.ts'
import { sameJson, type SchemaObject, type Side } from './schema.ts'

/** How the set of accepted values changed. `other` if it is neither wider nor narrower. */
export type Movement = 'same' | 'wider' | 'narrower' | 'other'

/** Whatever callers send must still be accepted; whatever they receive must still be within what was promised. */
export function classOf(movement: Exclude<Movement, 'same'>, side: Side): ChangeClass {
  if (movement === 'other') return 'major'
  return (movement === 'wider') === (side === 'input') ? 'minor' : 'major'
}

export const annotationKeywords: ReadonlySet<string> = new Set([
  'title',
  'description',
  'examples',
  'deprecated',
  'readOnly',
  'writeOnly',
  '$comment',
  '$id',
  // Only reached through references.
  '$defs',
  'definitions',
])

const lowerBounds: ReadonlySet<string> = new Set(['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'])
const upperBounds: ReadonlySet<string> = new Set(['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'])
/** Their presence refuses something, but two values of one cannot be compared. */
const constraints: ReadonlySet<string> = new Set(['pattern', 'format', 'multipleOf'])

/** How a keyword that stands alone changed. Unknown keywords, and those with subschemas that are not followed, are `other`. */
export function keywordMovement(keyword: string, base: unknown, head: unknown): Movement {
  if (sameJson(base, head)) return 'same'
  if (lowerBounds.has(keyword)) return boundMovement(base, head, -1)
  if (upperBounds.has(keyword)) return boundMovement(base, head, 1)
  if (constraints.has(keyword)) return head === undefined ? 'wider' : base === undefined ? 'narrower' : 'other'
  if (keyword === 'uniqueItems')
    return base === true && head !== true ? 'wider' : head === true && base !== true ? 'narrower' : 'same'
  return 'other'
}

/** `direction` is the way in which the bound allows more: 1 for an upper bound. */
function boundMovement(base: unknown, head: unknown, direction: 1 | -1): Movement {
  if (head === undefined) return 'wider'
  if (base === undefined) return 'narrower'
  if (typeof base !== 'number' || typeof head !== 'number') return 'other'
  return (head - base) * direction > 0 ? 'wider' : 'narrower'
}

/** The values that `type`, `enum` and `const` leave together. */
export function valuesMovement(base: SchemaObject, head: SchemaObject): Movement {
  return both(typesMovement(typesOf(base), typesOf(head)), listMovement(listOf(base), listOf(head)))
}

function both(one: Movement, other: Movement): Movement {
  if (one === 'same' || one === other) return other
  return other === 'same' ? one : 'other'
}

const everyType = ['null', 'boolean', 'object', 'array', 'number', 'string'] as const

function typesOf(schema: SchemaObject): readonly string[] {
  const { type } = schema
  if (typeof type === 'string') return [type]
  if (Array.isArray(type)) return type.map((one) => (typeof one === 'string' ? one : canonicalJson(one)))
  return listOf(schema)?.map((value) => typeOf(value)) ?? everyType
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return Number.isInteger(value) ? 'integer' : typeof value
}

function typesMovement(base: readonly string[], head: readonly string[]): Movement {
  const takes = (types: readonly string[], type: string): boolean =>
    types.includes(type) || (type === 'integer' && types.includes('number'))
  return inclusion(
    base.every((type) => takes(head, type)),
    head.every((type) => takes(base, type)),
  )
}

function listOf(schema: SchemaObject): readonly unknown[] | undefined {
  if (!('const' in schema)) return Array.isArray(schema['enum']) ? schema['enum'] : undefined
  const { const: only, enum: list } = schema
  return Array.isArray(list) && !list.some((value) => sameJson(value, only)) ? [] : [only]
}

function listMovement(base: readonly unknown[] | undefined, head: readonly unknown[] | undefined): Movement {
  if (!base || !head) return base ? 'wider' : head ? 'narrower' : 'same'
  const holds = (list: readonly unknown[], value: unknown): boolean => list.some((one) => sameJson(one, value))
  return inclusion(
    base.every((value) => holds(head, value)),
    head.every((value) => holds(base, value)),
  )
}

function inclusion(headTakesBase: boolean, baseTakesHead: boolean): Movement {
  if (headTakesBase) return baseTakesHead ? 'same' : 'wider'
  return baseTakesHead ? 'narrower' : 'other'
}
