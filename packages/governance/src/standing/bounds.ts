import * as z from 'zod'

const scalar = z.union([z.string(), z.number(), z.boolean()])

/** What one field of the input may be. */
const boundSchema = z.union([
  z.strictObject({ equals: scalar }),
  z.strictObject({ oneOf: z.array(scalar).min(1).max(1_000) }),
  z.strictObject({ max: z.number(), min: z.number().optional() }),
  // Whatever it is: said, so that nothing is free by being forgotten.
  z.strictObject({ any: z.literal(true) }),
])

const boundsSchema = z.record(
  z.string().regex(/^[^.]+(?:\.[^.]+)*$/, 'a path is field names with dots between them'),
  boundSchema,
)

/** What one field may be: `equals`, `oneOf`, `max` with or without `min`, or `any`. */
export type Bound = z.output<typeof boundSchema>

/**
 * What the arguments of a call may be, by dotted paths of its input; lists on the way are walked, and each element must fit. A bound
 * field must be there, and a field that no path names must not: nobody approved it.
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

/** Undefined where the input is within its bounds; else the path that is not, and why. */
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

/** Every value at a path; of a list on the way, those of each element, which all must have one. */
export function valuesAt(value: unknown, path: readonly string[]): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((element) => atLeastOne(valuesAt(element, path)))
  const [name, ...rest] = path
  if (name === undefined) return value === undefined ? [] : [value]
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return []
  return valuesAt((value as Readonly<Record<string, unknown>>)[name], rest)
}

/** An element that lacks the field is a value that fits nothing. */
function atLeastOne(values: readonly unknown[]): readonly unknown[] {
  return values.length > 0 ? values : [undefined]
}

function fits(value: unknown, bound: Exclude<Bound, { any: true }>): boolean {
  if ('equals' in bound) return value === bound.equals
  if ('oneOf' in bound) return bound.oneOf.includes(value as string)
  return typeof value === 'number' && value <= bound.max && value >= (bound.min ?? Number.NEGATIVE_INFINITY)
}

/** The path of every value that holds no others. An empty list or record is one. */
function leaves(value: unknown, path: readonly string[] = []): readonly string[] {
  if (value === undefined) return []
  if (Array.isArray(value) && value.length > 0) return [...new Set(value.flatMap((element) => leaves(element, path)))]
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [path.join('.')]
  const fields = Object.entries(value).filter(([, field]) => field !== undefined)
  if (fields.length === 0) return path.length === 0 ? [] : [path.join('.')]
  return fields.flatMap(([name, field]) => leaves(field, [...path, plain(name)]))
}

/** A name with a dot in it would read as a path that somebody approved of another field. */
function plain(name: string): string {
  return name.includes('.') ? JSON.stringify(name) : name
}

/** A field is named by its own path, or lies below one that may be anything. */
function isNamed(leaf: string, bounds: Bounds): boolean {
  return Object.entries(bounds).some(([path, bound]) => path === leaf || ('any' in bound && leaf.startsWith(`${path}.`)))
}
