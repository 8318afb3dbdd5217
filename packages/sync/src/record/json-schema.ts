/** The subset of JSON Schema 2020-12 that is read from a record's schema. */
export interface JsonSchema {
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, JsonSchema>>
  readonly type?: string | readonly string[]
  readonly format?: string
  readonly pattern?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | JsonSchema
  readonly items?: JsonSchema
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly allOf?: readonly JsonSchema[]
}

/** Follows references within the document. */
function resolved(schema: JsonSchema, root: JsonSchema): JsonSchema {
  let at = schema
  for (let hops = 0; at.$ref !== undefined; hops++) {
    if (at.$ref === '#') return root
    const name = /^#\/\$defs\/([^/]+)$/.exec(at.$ref)?.[1]
    const found = name === undefined ? undefined : root.$defs?.[name]
    if (!found || hops > 32) throw new TypeError(`the record's schema refers to ${at.$ref}, which is not in it`)
    at = found
  }
  return at
}

/** The variants of a value, without `null`, and whether it may be null. */
export function waysOf(
  schema: JsonSchema,
  root: JsonSchema,
): { readonly ways: readonly JsonSchema[]; readonly nullable: boolean } {
  const at = resolved(schema, root)
  const choices = at.anyOf ?? at.oneOf
  if (choices) {
    const parts = choices.map((choice) => waysOf(choice, root))
    return { ways: parts.flatMap(({ ways }) => ways), nullable: parts.some(({ nullable }) => nullable) }
  }
  if (at.type === 'null') return { ways: [], nullable: true }
  if (Array.isArray(at.type)) {
    const types = at.type as readonly string[]
    return {
      ways: types.filter((type) => type !== 'null').map((type) => ({ ...at, type })),
      nullable: types.includes('null'),
    }
  }
  return { ways: [at], nullable: at.enum?.includes(null) ?? false }
}
