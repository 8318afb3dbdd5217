import { isDeepStrictEqual } from 'node:util'

/** One difference between two versions of a schema. */
export interface SchemaChange {
  /** Where in the data, as `finished/issues[]`. */
  readonly field: string
  readonly what: string
  readonly breaking: boolean
}

type Schema = Readonly<Record<string, unknown>>

const annotations = new Set(['title', 'description', '$comment', '$anchor', 'format'])
const structure = new Set(['properties', 'required', 'items', 'enum', 'type', 'additionalProperties'])

/**
 * What changed between two versions of a family's definitions. A change is non-breaking only if every old event is valid for new
 * consumers and every new event for old ones: another optional field, another event, other wording.
 */
export function schemaChanges(before: Readonly<Record<string, Schema>>, after: Readonly<Record<string, Schema>>): SchemaChange[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names].flatMap((event) => {
    const [old, now] = [before[event], after[event]]
    if (!old) return [{ field: event, what: 'event added', breaking: false }]
    if (!now) return [{ field: event, what: 'event removed', breaking: true }]
    return changesAt(event, old, now)
  })
}

function changesAt(field: string, old: Schema, now: Schema): SchemaChange[] {
  return [
    ...typeChanges(field, old, now),
    ...enumChanges(field, old, now),
    ...propertyChanges(field, old, now),
    ...nested(`${field}[]`, old['items'], now['items']),
    ...nested(`${field}{}`, old['additionalProperties'], now['additionalProperties']),
    ...otherChanges(field, old, now),
  ]
}

function typeChanges(field: string, old: Schema, now: Schema): SchemaChange[] {
  if (isDeepStrictEqual(old['type'], now['type'])) return []
  if (old['type'] === 'number' && now['type'] === 'integer') {
    return [{ field, what: 'type narrowed from number to integer: stored events may not be valid', breaking: true }]
  }
  if (old['type'] === 'integer' && now['type'] === 'number') {
    return [{ field, what: 'type widened from integer to number: older consumers may refuse it', breaking: true }]
  }
  return [{ field, what: `type changed from ${said(old['type'])} to ${said(now['type'])}`, breaking: true }]
}

function enumChanges(field: string, old: Schema, now: Schema): SchemaChange[] {
  const [before, after] = [old['enum'], now['enum']]
  if (!Array.isArray(before) || !Array.isArray(after)) {
    if (before === after) return []
    const what = before
      ? 'enum widened to any value: older consumers refuse new ones'
      : 'narrowed to an enum: stored events may not be valid'
    return [{ field, what, breaking: true }]
  }
  const lost = before.filter((value) => !after.includes(value))
  const added = after.filter((value) => !before.includes(value))
  return [
    ...lost.map((value) => ({ field, what: `enum narrowed by ${said(value)}: stored events may hold it`, breaking: true })),
    ...added.map((value) => ({ field, what: `enum widened by ${said(value)}: older consumers refuse it`, breaking: true })),
  ]
}

function propertyChanges(field: string, old: Schema, now: Schema): SchemaChange[] {
  const [before, after] = [propertiesOf(old), propertiesOf(now)]
  const [needed, needs] = [requiredOf(old), requiredOf(now)]
  return [...new Set([...Object.keys(before), ...Object.keys(after), ...needed, ...needs])].flatMap((name) => {
    const at = `${field}/${name}`
    const [was, is] = [before[name], after[name]]
    if (was && !is) return [{ field: at, what: 'field removed', breaking: true }]
    if (!was && is) {
      return needs.has(name)
        ? [{ field: at, what: 'required field added: stored events lack it', breaking: true }]
        : [{ field: at, what: 'optional field added', breaking: false }]
    }
    const presence =
      needed.has(name) === needs.has(name)
        ? []
        : [
            needs.has(name)
              ? { field: at, what: 'newly required: stored events may lack it', breaking: true }
              : { field: at, what: 'no longer required: older consumers refuse events without it', breaking: true },
          ]
    return [...presence, ...(was && is ? changesAt(at, was, is) : [])]
  })
}

function nested(field: string, old: unknown, now: unknown): SchemaChange[] {
  if (isSchema(old) && isSchema(now)) return changesAt(field, old, now)
  return isDeepStrictEqual(old, now) ? [] : [{ field, what: 'schema of the values changed', breaking: true }]
}

/** Bounds, patterns, unions and the like: a change to them is never considered harmless. */
function otherChanges(field: string, old: Schema, now: Schema): SchemaChange[] {
  const keywords = new Set([...Object.keys(old), ...Object.keys(now)])
  return [...keywords].flatMap((keyword) => {
    if (structure.has(keyword) || isDeepStrictEqual(old[keyword], now[keyword])) return []
    const what = `${keyword} changed from ${said(old[keyword])} to ${said(now[keyword])}`
    return [{ field, what, breaking: !annotations.has(keyword) }]
  })
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function propertiesOf(schema: Schema): Readonly<Record<string, Schema>> {
  return (schema['properties'] ?? {}) as Readonly<Record<string, Schema>>
}

function requiredOf(schema: Schema): ReadonlySet<string> {
  return new Set((schema['required'] ?? []) as readonly string[])
}

function said(value: unknown): string {
  return value === undefined ? 'none' : JSON.stringify(value)
}
