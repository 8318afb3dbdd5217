import { canonicalJson } from '@portico/core'
import type { Change } from '../change.ts'
import type { Compare, Comparison } from './comparison.ts'
import { isSchemaObject, type Rooted, type SchemaObject, within } from './schema.ts'

/** Keywords for object members and list items, each of which is compared together with its neighbours here. */
export const memberKeywords: ReadonlySet<string> = new Set([
  'properties',
  'required',
  'additionalProperties',
  'items',
  'prefixItems',
])

/** The differences in what an object's members and a list's items may be. */
export function compareMembers(base: Rooted, head: Rooted, comparison: Comparison, compare: Compare): readonly Change[] {
  return [...compareProperties(base, head, comparison, compare), ...compareItems(base, head, comparison, compare)]
}

function compareProperties(base: Rooted, head: Rooted, comparison: Comparison, compare: Compare): readonly Change[] {
  const { side, at } = comparison
  const [before, now] = [propertiesOf(base), propertiesOf(head)]
  const [required, requires] = [requiredOf(base), requiredOf(head)]
  const changes: Change[] = []
  for (const name of new Set([...Object.keys(before), ...Object.keys(now), ...required, ...requires])) {
    const place = { ...comparison, at: `${at}.${name}` }
    const add = (change: Omit<Change, 'at'>): void => void changes.push({ ...change, at: place.at })
    const demanded = requires.has(name) && !required.has(name)
    const freed = required.has(name) && !requires.has(name)
    if (Object.hasOwn(before, name) && !Object.hasOwn(now, name)) add({ class: 'major', what: 'removed' })
    else if (!Object.hasOwn(before, name) && Object.hasOwn(now, name) && additionalOf(base) === false) {
      // A new member: nobody sends it yet, and whoever receives it may ignore it.
      add({ class: side === 'input' && demanded ? 'major' : 'minor', what: demanded ? 'added, required' : 'added, optional' })
      continue
    } else changes.push(...compare(memberOf(base, before, name), memberOf(head, now, name), place))
    if (demanded) add({ class: side === 'input' ? 'major' : 'minor', what: 'required now' })
    if (freed) add({ class: side === 'input' ? 'minor' : 'major', what: 'optional now' })
  }
  return [...changes, ...compareAdditional(base, head, comparison, compare)]
}

function compareAdditional(base: Rooted, head: Rooted, comparison: Comparison, compare: Compare): readonly Change[] {
  const at = `${comparison.at}.*`
  const [before, now] = [additionalOf(base), additionalOf(head)]
  if (before === false && now !== false) return [{ class: 'minor', at, what: 'members that are not named are let through' }]
  return compare(within(base, before), within(head, now), { ...comparison, at })
}

function propertiesOf({ schema }: Rooted): Readonly<Record<string, unknown>> {
  const { properties } = schema as SchemaObject
  return isSchemaObject(properties) ? properties : {}
}

function requiredOf({ schema }: Rooted): ReadonlySet<string> {
  const { required } = schema as SchemaObject
  return new Set(Array.isArray(required) ? required.map((one) => (typeof one === 'string' ? one : canonicalJson(one))) : [])
}

function additionalOf({ schema }: Rooted): unknown {
  return (schema as SchemaObject)['additionalProperties'] ?? true
}

function memberOf(rooted: Rooted, properties: Readonly<Record<string, unknown>>, name: string): Rooted {
  return within(rooted, Object.hasOwn(properties, name) ? properties[name] : additionalOf(rooted))
}

function compareItems(base: Rooted, head: Rooted, comparison: Comparison, compare: Compare): readonly Change[] {
  const [before, now] = [itemsOf(base), itemsOf(head)]
  const changes: Change[] = []
  for (let index = 0; index < Math.max(before.first.length, now.first.length); index++) {
    const place = { ...comparison, at: `${comparison.at}[${index}]` }
    changes.push(...compare(within(base, before.first[index] ?? before.rest), within(head, now.first[index] ?? now.rest), place))
  }
  return [...changes, ...compare(within(base, before.rest), within(head, now.rest), { ...comparison, at: `${comparison.at}[]` })]
}

function itemsOf({ schema }: Rooted): { readonly first: readonly unknown[]; readonly rest: unknown } {
  const { prefixItems, items } = schema as SchemaObject
  return { first: Array.isArray(prefixItems) ? prefixItems : [], rest: items ?? true }
}
