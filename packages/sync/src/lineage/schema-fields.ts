/** A field, in the form of OpenLineage's schema facet. */
export interface SchemaField {
  readonly name: string
  /** JSON Schema's type names, several joined by `|`. */
  readonly type: string
  readonly description?: string
  /** Counted from 1. */
  readonly ordinal_position: number
  readonly fields?: readonly SchemaField[]
}

interface JsonSchema {
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly JsonSchema[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly items?: JsonSchema
}

/** The fields of a record's JSON Schema, in its order. */
export function schemaFields(schema: object): readonly SchemaField[] {
  return Object.entries((schema as JsonSchema).properties ?? {}).map(([name, property], index) => {
    const object = alternatives(property).find(({ properties }) => properties !== undefined)
    return {
      name,
      type: [...new Set(alternatives(property).map(typeOf))].join('|') || 'null',
      ...(property.description === undefined ? {} : { description: property.description }),
      ordinal_position: index + 1,
      ...(object ? { fields: schemaFields(object) } : {}),
    }
  })
}

/** The types that a value may have, without null: no column type says whether a field may be absent. */
function alternatives(schema: JsonSchema): readonly JsonSchema[] {
  const all = schema.anyOf?.flatMap(alternatives) ?? [schema]
  return all.filter(({ type }) => type !== 'null')
}

function typeOf({ type, const: literal, enum: values, items }: JsonSchema): string {
  if (type === 'array' && items) return `array<${alternatives(items).map(typeOf).join('|') || 'null'}>`
  if (typeof type === 'string') return type
  if (type) return type.filter((name) => name !== 'null').join('|')
  const example = literal ?? values?.[0]
  return example === undefined ? 'any' : typeof example
}
