/** The parts of a JSON Schema that say which fields there are. */
export interface JsonSchema {
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly items?: JsonSchema | false
  readonly prefixItems?: readonly JsonSchema[]
  readonly additionalProperties?: JsonSchema | boolean
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly allOf?: readonly JsonSchema[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly default?: unknown
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, JsonSchema>>
}

/** Every optional field, as `filters.state` or `lines[].price`. */
export function optionalFields(root: JsonSchema): Set<string> {
  const found = new Set<string>()
  const walk = (schema: JsonSchema, at: string, refs: readonly string[]): void => {
    if (schema.$ref !== undefined) {
      if (!refs.includes(schema.$ref)) walk(resolve(root, schema), at, [...refs, schema.$ref])
      return
    }
    for (const branch of branchesOf(schema)) walk(branch, at, refs)
    for (const [name, field] of Object.entries(schema.properties ?? {})) {
      const path = at === '' ? name : `${at}.${name}`
      if (!schema.required?.includes(name)) found.add(path)
      walk(field, path, refs)
    }
    for (const item of [schema.items, ...(schema.prefixItems ?? [])]) if (item) walk(item, `${at}[]`, refs)
  }
  walk(root, '', [])
  return found
}

/** Every field that a value has, in the same notation. */
export function fieldsOf(value: unknown, at = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => fieldsOf(item, `${at}[]`))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, field]) => {
    if (field === undefined) return []
    const path = at === '' ? name : `${at}.${name}`
    return [path, ...fieldsOf(field, path)]
  })
}

export function branchesOf(schema: JsonSchema): readonly JsonSchema[] {
  return [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])]
}

export function resolve(root: JsonSchema, schema: JsonSchema): JsonSchema {
  if (schema.$ref === undefined) return schema
  if (schema.$ref === '#') return root
  const name = schema.$ref.replace('#/$defs/', '')
  const target = root.$defs?.[name]
  if (!target) throw new Error(`the schema has no ${schema.$ref}`)
  return resolve(root, target)
}
