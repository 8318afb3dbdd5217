import { type Change, type ChangeClass, highestClass, rankOf } from '../change.ts'
import { compareMembers, memberKeywords } from './compare-members.ts'
import type { Compare, Comparison } from './comparison.ts'
import { annotationKeywords, classOf, keywordMovement, type Movement, valuesMovement } from './compare-keywords.ts'
import {
  isSchemaObject,
  refers,
  resolved,
  type Rooted,
  sameJson,
  sameSchema,
  type Schema,
  type SchemaObject,
  type Side,
  within,
} from './schema.ts'

const valueKeywords: ReadonlySet<string> = new Set(['type', 'enum', 'const'])
/** These depend on their neighbours, so a change of a neighbour is not followed. */
const entangling = ['patternProperties', 'unevaluatedProperties', 'unevaluatedItems', '$dynamicRef', '$recursiveRef'] as const

/**
 * The differences between two JSON Schemas (2020-12), classed for those who send (`input`) or receive (`output`) the values.
 * Never classed too low: what is not understood is `major`. New members in an output are the only widening that is `minor`.
 */
export function compareSchemas(base: Schema, head: Schema, side: Side): readonly Change[] {
  return compare({ schema: base, root: base }, { schema: head, root: head }, { side, at: side, open: new Map() })
}

const compare: Compare = (givenBase, givenHead, comparison) => {
  if (sameSchema(givenBase, givenHead)) return []
  const base = resolved(givenBase)
  const head = resolved(givenHead)
  if (!base || !head || hasBusyReference(givenBase) || hasBusyReference(givenHead)) {
    return [{ class: 'major', at: comparison.at, what: 'a reference that is not followed changed' }]
  }
  if (typeof base.schema === 'boolean' || typeof head.schema === 'boolean') {
    return compareBoolean(base.schema, head.schema, comparison)
  }
  if (comparison.open.get(base.schema)?.has(head.schema)) return []
  const inner = { ...comparison, open: withPair(comparison.open, base.schema, head.schema) }
  const said = [base, head].map(({ schema }) => withoutAnnotations(schema as SchemaObject)) as [SchemaObject, SchemaObject]
  const changes =
    said.some((schema) => 'anyOf' in schema) && alternativesOnly(said)
      ? compareAlternatives(base, head, inner)
      : compareKeywords(base, head, said, inner)
  return [...changes, ...compareWording(base.schema, head.schema, comparison.at)]
}

/** A reference with other keywords beside it. */
function hasBusyReference({ schema }: Rooted): boolean {
  if (!isSchemaObject(schema) || !('$ref' in schema)) return false
  return Object.keys(schema).some((keyword) => keyword !== '$ref' && !annotationKeywords.has(keyword))
}

function withPair(open: Comparison['open'], base: object, head: object): Comparison['open'] {
  return new Map(open).set(base, new Set(open.get(base)).add(head))
}

function compareBoolean(base: Schema, head: Schema, { side, at }: Comparison): readonly Change[] {
  const open = (schema: Schema): boolean => schema === true || (isSchemaObject(schema) && isEmpty(withoutAnnotations(schema)))
  if (open(base) && open(head)) return []
  const movement: Movement = base === false || open(head) ? 'wider' : 'narrower'
  const what = movement === 'wider' ? 'takes values that were refused' : 'refuses values that were taken'
  return [{ class: classOf(movement, side), at, what }]
}

function isEmpty(schema: SchemaObject): boolean {
  return Object.keys(schema).length === 0
}

function withoutAnnotations(schema: SchemaObject): SchemaObject {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => !annotationKeywords.has(keyword)))
}

function compareWording(base: SchemaObject, head: SchemaObject, at: string): readonly Change[] {
  const differs = [...annotationKeywords].filter(
    (keyword) => keyword !== '$defs' && keyword !== 'definitions' && !sameJson(base[keyword], head[keyword]),
  )
  return differs.length === 0 ? [] : [{ class: 'patch', at, what: `other ${differs.join(', ')}` }]
}

/** `anyOf` alone on at least one side, so that both can be read as lists of alternatives. */
function alternativesOnly(said: readonly [SchemaObject, SchemaObject]): boolean {
  return said.every((schema) => !('anyOf' in schema) || Object.keys(schema).length === 1)
}

function alternativesOf(rooted: Rooted): readonly Rooted[] {
  const { anyOf } = rooted.schema as SchemaObject
  return Array.isArray(anyOf) ? anyOf.map((part) => within(rooted, part)) : [rooted]
}

/** Every alternative that must still hold is matched against those of the other state; the closest one counts. */
function compareAlternatives(base: Rooted, head: Rooted, comparison: Comparison): readonly Change[] {
  const { side, at } = comparison
  const [kept, offered] = side === 'input' ? [base, head].map(alternativesOf) : [head, base].map(alternativesOf)
  const used = new Set<Rooted>()
  const changes: Change[] = []
  for (const one of kept!) {
    const found = closest(offered!, (other) =>
      side === 'input' ? compare(one, other, comparison) : compare(other, one, comparison),
    )
    if (!found) return [{ class: 'major', at, what: side === 'input' ? 'an alternative is gone' : 'an alternative is new' }]
    used.add(found.other)
    changes.push(...found.changes)
  }
  if (used.size < offered!.length) {
    changes.push({ class: 'minor', at, what: side === 'input' ? 'an alternative is new' : 'an alternative is gone' })
  }
  return changes
}

function closest(
  offered: readonly Rooted[],
  compared: (other: Rooted) => readonly Change[],
): { readonly other: Rooted; readonly changes: readonly Change[] } | undefined {
  let best: { readonly other: Rooted; readonly changes: readonly Change[]; readonly class: ChangeClass | undefined } | undefined
  for (const other of offered) {
    const changes = compared(other)
    const highest = highestClass(changes)
    if (highest !== 'major' && (!best || rankOf(highest) < rankOf(best.class))) best = { other, changes, class: highest }
  }
  return best
}

function compareKeywords(
  base: Rooted,
  head: Rooted,
  [baseSaid, headSaid]: readonly [SchemaObject, SchemaObject],
  comparison: Comparison,
): readonly Change[] {
  const { side, at } = comparison
  if (entangling.some((keyword) => keyword in baseSaid || keyword in headSaid)) {
    return [{ class: 'major', at, what: 'changed in a way that is not followed' }]
  }
  const changes: Change[] = []
  const add = (movement: Movement, what: string): void => {
    if (movement !== 'same') changes.push({ class: classOf(movement, side), at, what })
  }
  add(valuesMovement(baseSaid, headSaid), `takes other values: ${valuesText(baseSaid)}, now ${valuesText(headSaid)}`)
  for (const keyword of new Set([...Object.keys(baseSaid), ...Object.keys(headSaid)])) {
    if (valueKeywords.has(keyword) || memberKeywords.has(keyword)) continue
    const [before, now] = [baseSaid[keyword], headSaid[keyword]]
    const what = `${keyword} ${text(now)}, was ${text(before)}`
    if (keyword === 'default' && side === 'output') {
      if (!sameJson(before, now)) changes.push({ class: 'patch', at, what })
    } else if (refers(before) || refers(now)) {
      add('other', `${keyword} refers to something that may have changed`)
    } else {
      add(keywordMovement(keyword, before, now), what)
    }
  }
  return [...changes, ...compareMembers(base, head, comparison, compare)]
}

function valuesText(schema: SchemaObject): string {
  return 'const' in schema ? text(schema['const']) : text(schema['enum'] ?? schema['type'])
}

function text(value: unknown): string {
  if (value === undefined) return 'any'
  const json = JSON.stringify(value)
  return json.length > 60 ? `${json.slice(0, 57)}…` : json
}
