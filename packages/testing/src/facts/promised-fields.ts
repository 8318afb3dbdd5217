import { branchesOf, type JsonSchema, resolve } from './schema-fields.ts'
import { type Path, valueAt, withoutValueAt, withValueAt } from './value-at.ts'

/** A place in an answer about which something is promised. */
export interface PromisedField {
  readonly path: Path
  /** Whether the promise is broken without it. */
  readonly required: boolean
  /** A value of a type that it never has; undefined if it may have any type. */
  readonly mistyped: unknown
}

/** What is promised about the fields that a value has: in a list, about its first item; of alternatives, the one that matches. */
export function promisedFields(root: JsonSchema, value: unknown): PromisedField[] {
  const schema = resolve(root, root)
  const branches = branchesOf(schema).filter((branch) => resolve(root, branch).type !== 'null')
  if (branches.length === 0) return ofFields(root, schema, value)
  const [meant, another] = branches.filter((branch) => fits(root, branch, value))
  if (meant === undefined || another !== undefined) return []
  const others = branches.filter((branch) => branch !== meant)
  // A change that turns it into another alternative breaks no promise.
  const breaks = (changed: unknown): boolean => !others.some((branch) => fits(root, branch, changed))
  return promisedOf(root, meant, value).flatMap(({ path, required, mistyped }) => {
    const stays = {
      required: required && breaks(withoutValueAt(value, path)),
      mistyped: mistyped !== undefined && breaks(withValueAt(value, path, mistyped)) ? mistyped : undefined,
    }
    return stays.required || stays.mistyped !== undefined ? [{ path, ...stays }] : []
  })
}

function promisedOf(root: JsonSchema, schema: JsonSchema, value: unknown): PromisedField[] {
  const { $defs } = root
  return promisedFields({ ...resolve(root, schema), ...($defs && { $defs }) }, value)
}

function ofFields(root: JsonSchema, { properties = {}, required = [], items }: JsonSchema, value: unknown): PromisedField[] {
  if (typeof value !== 'object' || value === null) return []
  const at = (name: string | number, schema: JsonSchema, isRequired: boolean): PromisedField[] => {
    const types = typesOf(root, schema)
    const within = promisedOf(root, schema, valueAt(value, [name])).map((field) => ({ ...field, path: [name, ...field.path] }))
    if (types.size === 0) return within
    return [
      { path: [name], required: isRequired && schema.default === undefined, mistyped: valueOfAnotherType(types) },
      ...within,
    ]
  }
  if (Array.isArray(value)) return value.length > 0 && items ? at(0, items, false) : []
  return Object.entries(properties).flatMap(([name, field]) =>
    valueAt(value, [name]) === undefined ? [] : at(name, field, required.includes(name)),
  )
}

/** Whether a value fits a schema, judging by types, constants and mandatory fields. */
function fits(root: JsonSchema, given: JsonSchema, value: unknown): boolean {
  const schema = resolve(root, given)
  const branches = branchesOf(schema)
  if (branches.length > 0) return branches.some((branch) => fits(root, branch, value))
  const stated = schema.const === undefined ? schema.enum : [schema.const]
  if (stated) return stated.includes(value)
  if (schema.type !== undefined && ![schema.type].flat().some((type) => isOfType(type, value))) return false
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return !schema.items || value.every((item) => fits(root, schema.items as JsonSchema, item))
  const held = value as Readonly<Record<string, unknown>>
  if (schema.required?.some((name) => held[name] === undefined)) return false
  return Object.entries(schema.properties ?? {}).every(
    ([name, field]) => held[name] === undefined || fits(root, field, held[name]),
  )
}

function isOfType(type: string, value: unknown): boolean {
  if (value === null) return type === 'null'
  if (Array.isArray(value)) return type === 'array'
  if (type === 'integer') return Number.isInteger(value)
  return typeof value === type
}

function valueOfAnotherType(types: ReadonlySet<string>): unknown {
  if (!types.has('object') && !types.has('array')) return { drifted: true }
  if (!types.has('string')) return 'drifted'
  return types.has('number') || types.has('integer') ? undefined : 7
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
