import type { Path } from './value-at.ts'

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

/** Every field that may be left out, as `filters.state` or `lines[].price`. */
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

/** A field that an answer must have. */
export interface PromisedField {
  readonly path: Path
  /** A value of a type that the field never has; undefined where it may have any. */
  readonly mistyped: unknown
}

/** The promised fields that a value has: of a list, those of its first item; of alternatives, none but the alternatives themselves. */
export function promisedFields(root: JsonSchema, value: unknown): PromisedField[] {
  const found: PromisedField[] = []
  const walk = (given: JsonSchema, at: unknown, path: Path): void => {
    const schema = onlyBranch(root, given)
    if (schema === undefined || typeof at !== 'object' || at === null) return
    if (Array.isArray(at)) {
      if (at.length > 0 && schema.items) walk(schema.items, at[0], [...path, 0])
      return
    }
    for (const [name, field] of Object.entries(schema.properties ?? {})) {
      const held = (at as Readonly<Record<string, unknown>>)[name]
      if (held === undefined) continue
      const types = typesOf(root, field)
      if (schema.required?.includes(name) && types.size > 0 && field.default === undefined) {
        found.push({ path: [...path, name], mistyped: mistyped(types) })
      }
      walk(field, held, [...path, name])
    }
  }
  walk(root, value, [])
  return found
}

function mistyped(types: ReadonlySet<string>): unknown {
  if (!types.has('object') && !types.has('array')) return { drifted: true }
  return types.has('string') ? undefined : 'drifted'
}

function typesOf(root: JsonSchema, given: JsonSchema): Set<string> {
  const schema = resolve(root, given)
  const stated = schema.const === undefined ? (schema.enum ?? []) : [schema.const]
  return new Set([
    ...(schema.type === undefined ? [] : [schema.type].flat()),
    ...stated.map((value) => (value === null ? 'null' : typeof value)),
    ...branchesOf(schema).flatMap((branch) => [...typesOf(root, branch)]),
  ])
}

/** The schema itself, or the one of its alternatives that is not null. */
function onlyBranch(root: JsonSchema, given: JsonSchema): JsonSchema | undefined {
  const schema = resolve(root, given)
  const branches = branchesOf(schema)
  if (branches.length === 0) return schema
  const [only, another] = branches.filter((branch) => branch.type !== 'null')
  return only !== undefined && another === undefined ? onlyBranch(root, only) : undefined
}

function branchesOf(schema: JsonSchema): readonly JsonSchema[] {
  return [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])]
}

function resolve(root: JsonSchema, schema: JsonSchema): JsonSchema {
  if (schema.$ref === undefined) return schema
  if (schema.$ref === '#') return root
  const name = schema.$ref.replace('#/$defs/', '')
  const target = root.$defs?.[name]
  if (!target) throw new Error(`the schema has no ${schema.$ref}`)
  return resolve(root, target)
}
