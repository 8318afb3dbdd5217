import { alternativesPart } from './strict-alternatives.ts'

type Schema = Readonly<Record<string, unknown>>

/** A place in a schema: its strict form, and the way back. */
export interface Part {
  readonly schema: Record<string, unknown>
  readonly restore: (given: unknown) => unknown
  /** Set if it is JSON text. */
  readonly isText?: true
}
export type MakePart = (native: unknown, root: Schema, within?: readonly unknown[]) => Part

/**
 * What strict mode supports besides a value's type (OpenAI's guide to structured outputs, 2026-11). The call path checks the
 * rest.
 */
const kept = [
  'description',
  'enum',
  'const',
  'pattern',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minItems',
  'maxItems',
]
const formats: ReadonlySet<unknown> = new Set([
  'date-time',
  'time',
  'date',
  'duration',
  'email',
  'hostname',
  'ipv4',
  'ipv6',
  'uuid',
])
const unsayable = [
  'allOf',
  'not',
  'if',
  'then',
  'else',
  'patternProperties',
  'propertyNames',
  'prefixItems',
  'contains',
  'dependentRequired',
  'dependentSchemas',
  'unevaluatedProperties',
]

const asItIs = (given: unknown): unknown => given

/** The part for a place in a schema. `within` holds the enclosing schemas: one that recurs would never end. */
export const partOf: MakePart = (native, root, within = []) => {
  if (!isObject(native) || within.includes(native) || within.length > 8) return textPart(native)
  const inner = [...within, native]
  if (typeof native['$ref'] === 'string') return partOf(pointedAt(root, native['$ref']), root, inner)
  if (unsayable.some((keyword) => keyword in native)) return textPart(native)
  const alternatives = native['anyOf'] ?? native['oneOf']
  if (Array.isArray(alternatives))
    return alternativesPart(
      native,
      alternatives.map((one) => partOf(one, root, inner)),
      () => textPart(native),
    )
  if (native['type'] === 'object') return objectPart(native, root, inner)
  if (native['type'] === 'array') return listPart(native, root, inner)
  return scalarPart(native)
}

function objectPart(native: Schema, root: Schema, within: readonly unknown[]): Part {
  const { properties = {}, required = [], additionalProperties } = native
  const names = Object.keys(properties as object)
  if (isObject(additionalProperties) || additionalProperties === true || (names.length === 0 && additionalProperties !== false))
    return textPart(native)
  const demanded = new Set(required as readonly string[])
  const members = new Map(
    names.map((name) => {
      const own = partOf((properties as Schema)[name], root, within)
      return [name, demanded.has(name) ? { part: own, absent: false } : { part: optional(own), absent: true }] as const
    }),
  )
  return {
    schema: {
      type: 'object',
      ...chosen(native),
      properties: Object.fromEntries([...members].map(([name, { part }]) => [name, part.schema])),
      required: names,
      additionalProperties: false,
    },
    restore(given) {
      if (!isObject(given)) return given
      const entries = Object.entries(given).flatMap(([name, value]): [string, unknown][] => {
        const member = members.get(name)
        if (!member) return [[name, value]]
        return member.absent && value === null ? [] : [[name, member.part.restore(value)]]
      })
      return Object.fromEntries(entries)
    },
  }
}

/** If a value may be both null and absent, null means absent, and this object means null. */
const explicitNull = {
  type: 'object',
  description: 'Sets it to null. A plain null leaves it as it is.',
  properties: { null: { type: 'boolean', enum: [true] } },
  required: ['null'],
  additionalProperties: false,
}

function optional({ schema, restore }: Part): Part {
  const alternatives = Array.isArray(schema['anyOf']) ? (schema['anyOf'] as readonly Schema[]) : [schema]
  const nullable = alternatives.some(takesNull)
  const others = alternatives.filter((one) => one['type'] !== 'null')
  const description = schema['description']
  return {
    schema: {
      ...(Array.isArray(schema['anyOf']) && description !== undefined && { description }),
      anyOf: [...others.map(withoutNull), ...(nullable ? [explicitNull] : []), { type: 'null' }],
    },
    restore: (given) => (nullable && isExplicitNull(given) ? null : restore(given)),
  }
}

function takesNull({ type }: Schema): boolean {
  return type === 'null' || (Array.isArray(type) && type.includes('null'))
}

function withoutNull(schema: Schema): Schema {
  const { type } = schema
  if (!Array.isArray(type)) return schema
  const types = type.filter((one) => one !== 'null')
  return { ...schema, type: types.length === 1 ? types[0] : types }
}

function isExplicitNull(given: unknown): boolean {
  return isObject(given) && given['null'] === true && Object.keys(given).length === 1
}

function listPart(native: Schema, root: Schema, within: readonly unknown[]): Part {
  if (!isObject(native['items'])) return textPart(native)
  const item = partOf(native['items'], root, within)
  return {
    schema: { type: 'array', ...chosen(native), items: item.schema },
    restore: (given) => (Array.isArray(given) ? given.map((one) => item.restore(one)) : given),
  }
}

const scalars: ReadonlySet<unknown> = new Set(['string', 'number', 'integer', 'boolean', 'null'])

function scalarPart(native: Schema): Part {
  const { format, type } = native
  const types = type === undefined ? typesOf(native) : Array.isArray(type) ? (type as readonly unknown[]) : [type]
  if (types.length === 0 || !types.every((one) => scalars.has(one))) return textPart(native)
  return {
    schema: { type: types.length === 1 ? types[0] : types, ...chosen(native), ...(formats.has(format) && { format }) },
    restore: asItIs,
  }
}

/** Types of the values of a `const` or `enum` that declares no `type`. */
function typesOf(native: Schema): readonly unknown[] {
  const values: readonly unknown[] = 'const' in native ? [native['const']] : Array.isArray(native['enum']) ? native['enum'] : []
  return [...new Set(values.map((value) => (value === null ? 'null' : typeof value)))]
}

/** A value that strict mode cannot express, as JSON text. */
function textPart(native: unknown): Part {
  const { description } = isObject(native) ? native : {}
  const said = typeof description === 'string' ? `${description} ` : ''
  return { schema: { type: 'string', description: `${said}A text of JSON.` }, restore: fromText, isText: true }
}

function fromText(given: unknown): unknown {
  if (typeof given !== 'string') return given
  try {
    return JSON.parse(given)
  } catch (error) {
    if (error instanceof SyntaxError) return given
    throw error
  }
}

function chosen(native: Schema): Record<string, unknown> {
  return Object.fromEntries(kept.filter((keyword) => keyword in native).map((keyword) => [keyword, native[keyword]]))
}

function pointedAt(root: Schema, reference: string): unknown {
  if (!reference.startsWith('#')) return undefined
  const parts = reference
    .slice(1)
    .split('/')
    .filter((part) => part !== '')
  return parts.reduce<unknown>((found, part) => (isObject(found) && Object.hasOwn(found, part) ? found[part] : undefined), root)
}

function isObject(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
