import type { Part } from './strict-part.ts'

type Schema = Readonly<Record<string, unknown>>

/** Alternatives that can be told apart by what a model wrote; otherwise the whole becomes JSON text. */
export function alternativesPart(native: Schema, parts: readonly Part[], textPart: () => Part): Part {
  if (parts.some(({ schema }) => 'anyOf' in schema) || !tellable(parts)) return textPart()
  const { description } = native
  return {
    schema: { ...(typeof description === 'string' && { description }), anyOf: parts.map(({ schema }) => schema) },
    restore: (given) =>
      (parts.find(({ schema }) => looksLike(schema, given)) ?? { restore: (one: unknown) => one }).restore(given),
  }
}

/** Only objects, lists and JSON texts are restored at all, so only they must be distinguishable. */
function tellable(parts: readonly Part[]): boolean {
  const lists = parts.filter(({ schema }) => schema['type'] === 'array')
  const texts = parts.filter(({ isText }) => isText)
  const strings = parts.filter(
    ({ schema }) => schema['type'] === 'string' || (Array.isArray(schema['type']) && schema['type'].includes('string')),
  )
  const objects = parts.filter(({ schema }) => schema['type'] === 'object').map(({ schema }) => schema)
  if (lists.length > 1 || (texts.length > 0 && strings.length > 1)) return false
  return objects.every((one, index) => objects.slice(index + 1).every((other) => differ(one, other)))
}

/** All members are required, so different names make different objects; so do different constants under one name. */
function differ(one: Schema, other: Schema): boolean {
  const [mine, theirs] = [membersOf(one), membersOf(other)]
  const names = Object.keys(mine)
  if (names.length !== Object.keys(theirs).length || names.some((name) => !Object.hasOwn(theirs, name))) return true
  return names.some((name) => {
    const [here, there] = [valuesOf(mine[name]!), valuesOf(theirs[name]!)]
    return here && there && !here.some((value) => there.includes(value))
  })
}

function membersOf(schema: Schema): Readonly<Record<string, Schema>> {
  return schema['properties'] as Readonly<Record<string, Schema>>
}

function valuesOf(schema: Schema): readonly unknown[] | undefined {
  if ('const' in schema) return [schema['const']]
  return Array.isArray(schema['enum']) ? schema['enum'] : undefined
}

/** Enough to tell alternatives apart; the call path decides whether a value is valid. */
function looksLike(schema: Schema, given: unknown): boolean {
  const { type } = schema
  const types = Array.isArray(type) ? (type as readonly unknown[]) : [type]
  if (!types.includes(typeOf(given)) && !(Number.isInteger(given) && types.includes('integer'))) return false
  if (type !== 'object') return true
  const members = membersOf(schema)
  const names = Object.keys(given as object)
  return (
    names.length === Object.keys(members).length &&
    names.every((name) => Object.hasOwn(members, name) && (valuesOf(members[name]!)?.includes((given as Schema)[name]) ?? true))
  )
}

function typeOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
}
