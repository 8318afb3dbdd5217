import * as z from 'zod'

const scalar = z.union([z.string(), z.number(), z.boolean()])

/** Allowed values of one input field. */
const boundSchema = z.union([
  z.strictObject({ equals: scalar }),
  z.strictObject({ oneOf: z.array(scalar).min(1).max(1_000) }),
  z.strictObject({ max: z.number(), min: z.number().optional() }),
  // Any value: stated explicitly, so that no field is unbounded by omission.
  z.strictObject({ any: z.literal(true) }),
])

const boundsSchema = z.record(
  z.string().regex(/^[^.]+(?:\.[^.]+)*$/, 'a path is field names with dots between them'),
  boundSchema,
)

/** Allowed values of one field: `equals`, `oneOf`, `max` with or without `min`, or `any`. */
export type Bound = z.output<typeof boundSchema>

/**
 * Bounds on a call's arguments, by dotted paths of its input; lists on the way are walked, and every element must fit. A bounded
 * field must be present, and a field that no path names must not: nobody approved it.
 */
export type Bounds = Readonly<Record<string, Bound>>

/** Throws a `TypeError` that names the path. */
export function parseBounds(given: unknown): Bounds {
  const parsed = boundsSchema.safeParse(given)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const path = issue?.path.map(String).join('.') ?? ''
  throw new TypeError(`bounds${path === '' ? '' : `.${path}`}: write { equals }, { oneOf }, { max, min? } or { any: true }`)
}

/** Undefined if the input is within its bounds; otherwise the offending path, and why. */
export function outOfBounds(input: unknown, bounds: Bounds): string | undefined {
  for (const [path, bound] of Object.entries(bounds)) {
    if ('any' in bound) continue
    const values = valuesAt(input, path.split('.'))
    if (values.length === 0) return `${path} is not there`
    if (!values.every((value) => fits(value, bound))) return `${path} is not what was approved`
  }
  const stray = leaves(input).find((path) => !isNamed(path, bounds))
  return stray === undefined ? undefined : `${stray} was not approved`
}

/** Every value at a path. For a list on the way, the values of every element, each of which must have one. */
export function valuesAt(value: unknown, path: readonly string[]): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((element) => atLeastOne(valuesAt(element, path)))
  const [name, ...rest] = path
  if (name === undefined) return value === undefined ? [] : [value]
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return []
  return valuesAt((value as Readonly<Record<string, unknown>>)[name], rest)
}

/** An element without the field yields a value that fits no bound. */
function atLeastOne(values: readonly unknown[]): readonly unknown[] {
  return values.length > 0 ? values : [undefined]
}

function fits(value: unknown, bound: Exclude<Bound, { any: true }>): boolean {
  if ('equals' in bound) return value === bound.equals
  if ('oneOf' in bound) return bound.oneOf.includes(value as string)
  return typeof value === 'number' && value <= bound.max && value >= (bound.min ?? Number.NEGATIVE_INFINITY)
}

/** Paths of all values that contain no others, empty lists and records included. */
function leaves(value: unknown, path: readonly string[] = []): readonly string[] {
  if (value === undefined) return []
  if (Array.isArray(value) && value.length > 0) return [...new Set(value.flatMap((element) => leaves(element, path)))]
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [path.join('.')]
  const fields = Object.entries(value).filter(([, field]) => field !== undefined)
  if (fields.length === 0) return path.length === 0 ? [] : [path.join('.')]
  return fields.flatMap(([name, field]) => leaves(field, [...path, plain(name)]))
}

/** Quoted, a name with a dot cannot pass for the approved path of another field. */
function plain(name: string): string {
  return name.includes('.') ? JSON.stringify(name) : name
}

/** A field is named by its own path, or by an `any` path above it. */
function isNamed(leaf: string, bounds: Bounds): boolean {
  return Object.entries(bounds).some(([path, bound]) => path === leaf || ('any' in bound && leaf.startsWith(`${path}.`)))
}
