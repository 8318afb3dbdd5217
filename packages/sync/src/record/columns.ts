import { type JsonSchema, waysOf } from './json-schema.ts'

/** The type a destination keeps a field as. `json` holds lists, objects, and fields of several types. */
export type ColumnType = 'text' | 'integer' | 'number' | 'boolean' | 'timestamp' | 'date' | 'json'

export interface Column {
  readonly name: string
  readonly type: ColumnType
}

/** The columns of a record, in the order of its schema. */
export function columnsOf(schema: JsonSchema): readonly Column[] {
  return Object.entries(schema.properties ?? {}).map(([name, property]) => ({ name, type: typeOf(property, schema) }))
}

function typeOf(property: JsonSchema, root: JsonSchema): ColumnType {
  const types = new Set(waysOf(property, root).ways.map(typeOfWay))
  if (types.size === 1) return [...types][0]!
  if (types.size === 2 && types.has('integer') && types.has('number')) return 'number'
  return 'json'
}

function typeOfWay({ type, format, enum: values, const: value }: JsonSchema): ColumnType {
  const literals = values ?? (value === undefined ? undefined : [value])
  if (type === undefined && literals) {
    const kinds = new Set(literals.filter((literal) => literal !== null).map((literal) => typeof literal))
    if (kinds.size !== 1) return 'json'
    if (kinds.has('string')) return 'text'
    if (kinds.has('boolean')) return 'boolean'
    return kinds.has('number') ? 'number' : 'json'
  }
  switch (type) {
    case 'string':
      if (format === 'date-time') return 'timestamp'
      return format === 'date' ? 'date' : 'text'
    case 'integer':
    case 'number':
    case 'boolean':
      return type
    default:
      return 'json'
  }
}

/** The narrowest type that holds values of both types. */
export function widened(one: ColumnType, other: ColumnType): ColumnType {
  if (one === other) return one
  const pair = new Set([one, other])
  if (pair.has('integer') && pair.has('number')) return 'number'
  return pair.has('json') ? 'json' : 'text'
}
