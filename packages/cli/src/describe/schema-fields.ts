import type { JsonSchema } from './json-schema.ts'

/** One field of a schema, as a row of a table. */
export interface SchemaField {
  /** Dotted; `[]` stands for an item of a list. */
  readonly path: string
  readonly type: string
  readonly required: boolean
  /** Bounds, default and description. */
  readonly note: string
}

const deepest = 3

/** The fields of an object schema in its own order, each followed by its inner fields, three levels deep. */
export function schemaFields(schema: JsonSchema): SchemaField[] {
  return fieldsBelow(schema, schema, '', 1)
}

function fieldsBelow(schema: JsonSchema, root: JsonSchema, prefix: string, depth: number): SchemaField[] {
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>
  const required = new Set((schema['required'] ?? []) as readonly string[])
  return Object.entries(properties).flatMap(([name, given]) => {
    const property = resolved(given, root)
    const path = prefix + name
    const field: SchemaField = { path, type: typeOf(property, root), required: required.has(name), note: noteOf(property) }
    const [inner, suffix] = innerOf(property, root)
    return inner && depth < deepest ? [field, ...fieldsBelow(inner, root, `${path}${suffix}.`, depth + 1)] : [field]
  })
}

/** The type in words: `string`, `'open' | 'closed'`, `string[]`, `object | null`. */
export function typeOf(schema: JsonSchema, root: JsonSchema = schema): string {
  const property = resolved(schema, root)
  if ('const' in property) return literal(property['const'])
  const choices = property['enum']
  if (Array.isArray(choices)) return choices.map(literal).join(' | ')
  const options = optionsOf(property)
  if (options) return [...new Set(options.map((option) => typeOf(option, root)))].join(' | ')
  const type = property['type']
  if (type === 'array') {
    const item = typeOf((property['items'] ?? {}) as JsonSchema, root)
    return item.includes(' ') ? `(${item})[]` : `${item}[]`
  }
  if (Array.isArray(type)) return type.join(' | ')
  if (type === 'string' && property['contentEncoding'] === 'base64') return 'file'
  if (type === 'object' && !('properties' in property) && typeof property['additionalProperties'] === 'object') {
    return `record of ${typeOf(property['additionalProperties'] as JsonSchema, root)}`
  }
  return typeof type === 'string' ? type : 'any'
}

function noteOf(property: JsonSchema): string {
  const { description, format, pattern } = property
  const single = optionsOf(property)?.filter((option) => option['type'] !== 'null')
  if (single?.length === 1 && description === undefined) return noteOf(single[0] as JsonSchema)
  return [
    ...range(property, 'minLength', 'maxLength', 'character'),
    ...range(property, 'minimum', 'maximum', ''),
    ...range(property, 'minItems', 'maxItems', 'item'),
    ...(typeof format === 'string' ? [format] : []),
    ...(typeof pattern === 'string' && format === undefined ? [`matches ${pattern}`] : []),
    ...('default' in property ? [`default ${literal(property['default'])}`] : []),
    ...(typeof description === 'string' ? [description] : []),
  ].join('; ')
}

function range(property: JsonSchema, least: string, most: string, unit: string): string[] {
  const from = bound(property[least], Number.MIN_SAFE_INTEGER)
  const to = bound(property[most], Number.MAX_SAFE_INTEGER)
  const counted = (count: number, text: string): string => (unit === '' ? text : `${text} ${unit}${count === 1 ? '' : 's'}`)
  if (from === undefined) return to === undefined ? [] : [counted(to, `at most ${to}`)]
  if (to === undefined) return [counted(from, `at least ${from}`)]
  return [counted(to, from === to ? String(from) : `${from}–${to}`)]
}

/** zod states the bounds of every safe integer; they tell a reader nothing. */
function bound(value: unknown, meaningless: number): number | undefined {
  return typeof value === 'number' && value !== meaningless ? value : undefined
}

function innerOf(property: JsonSchema, root: JsonSchema): [JsonSchema | undefined, string] {
  if (property['properties']) return [property, '']
  const items = property['items']
  if (typeof items === 'object' && items !== null) {
    const item = resolved(items as JsonSchema, root)
    return [item['properties'] ? item : undefined, '[]']
  }
  const objects = (optionsOf(property) ?? [])
    .map((option) => resolved(option, root))
    .filter((option) => option['type'] !== 'null')
  return objects.length === 1 ? innerOf(objects[0] as JsonSchema, root) : [undefined, '']
}

function optionsOf(property: JsonSchema): readonly JsonSchema[] | undefined {
  return (property['anyOf'] ?? property['oneOf']) as readonly JsonSchema[] | undefined
}

function resolved(property: JsonSchema, root: JsonSchema): JsonSchema {
  const reference = property['$ref']
  if (typeof reference !== 'string') return property
  const definitions = (root['$defs'] ?? {}) as Readonly<Record<string, JsonSchema>>
  return definitions[reference.replace('#/$defs/', '')] ?? property
}

function literal(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : JSON.stringify(value)
}
