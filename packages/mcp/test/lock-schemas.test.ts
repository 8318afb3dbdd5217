import { Ajv2020 } from 'ajv/dist/2020.js'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { highestClass, rankOf } from '../src/lock/change.ts'
import { compareSchemas } from '../src/lock/schema/compare-schemas.ts'
import type { Schema, SchemaObject, Side } from '../src/lock/schema/schema.ts'

const classOf = (base: Schema, head: Schema, side: Side) => highestClass(compareSchemas(base, head, side))
const object = (properties: object, required: readonly string[] = []): Schema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
})
const text = { type: 'string' }

describe('what a caller sends', () => {
  test.each([
    ['nothing', undefined, object({ a: text }), object({ a: text })],
    ['other words', 'patch', object({ a: text }), object({ a: { ...text, description: 'x' } })],
    ['an optional member more', 'minor', object({ a: text }), object({ a: text, b: text })],
    ['a required member more', 'major', object({ a: text }), object({ a: text, b: text }, ['b'])],
    ['a member less', 'major', object({ a: text, b: text }), object({ a: text })],
    ['a newly required member', 'major', object({ a: text }), object({ a: text }, ['a'])],
    ['a newly optional member', 'minor', object({ a: text }, ['a']), object({ a: text })],
    ['a longer text', 'minor', object({ a: { ...text, maxLength: 5 } }), object({ a: { ...text, maxLength: 6 } })],
    ['a shorter text', 'major', object({ a: { ...text, maxLength: 5 } }), object({ a: { ...text, maxLength: 4 } })],
    ['a value more', 'minor', { enum: ['a'] }, { enum: ['a', 'b'] }],
    ['a value less', 'major', { enum: ['a', 'b'] }, { enum: ['a'] }],
    ['null too', 'minor', text, { anyOf: [text, { type: 'null' }] }],
    ['null no more', 'major', { anyOf: [text, { type: 'null' }] }, text],
    ['another default', 'major', { ...text, default: 'a' }, { ...text, default: 'b' }],
    ['a whole number no more', 'minor', { type: 'integer' }, { type: 'number' }],
    ['an unknown keyword', 'major', text, { ...text, 'x-odd': 1 }],
    ['a oneOf', 'major', { oneOf: [text] }, { oneOf: [text, { type: 'null' }] }],
    ['its definition', 'major', { $ref: '#/$defs/a', $defs: { a: text } }, { $ref: '#/$defs/a', $defs: { a: { type: 'null' } } }],
    [
      'an unused definition',
      undefined,
      { $ref: '#/$defs/a', $defs: { a: text } },
      { $ref: '#/$defs/a', $defs: { a: text, b: {} } },
    ],
    ['nothing, and it holds itself', undefined, tree('x'), { ...tree('x'), $defs: {} }],
    ['deep inside itself', 'minor', tree('x'), tree('x', 'y')],
    ['a dangling reference', 'major', { $ref: '#/no' }, { $ref: '#/none' }],
  ])('%s: %s', (_name, expected, base, head) => {
    expect(classOf(base, head, 'input')).toBe(expected)
  })
})

describe('what a caller gets', () => {
  test.each([
    ['a member more', 'minor', object({ a: text }), object({ a: text, b: text }, ['b'])],
    ['a member less', 'major', object({ a: text, b: text }), object({ a: text })],
    ['a member that may be absent now', 'major', object({ a: text }, ['a']), object({ a: text })],
    ['a member that is always there now', 'minor', object({ a: text }), object({ a: text }, ['a'])],
    ['a value more', 'major', { enum: ['a'] }, { enum: ['a', 'b'] }],
    ['a value less', 'minor', { enum: ['a', 'b'] }, { enum: ['a'] }],
    ['null too', 'major', text, { anyOf: [text, { type: 'null' }] }],
    ['null no more', 'minor', { anyOf: [text, { type: 'null' }] }, text],
    ['another item', 'major', { type: 'array', items: text }, { type: 'array', items: { type: 'number' } }],
    ['other words about a default', 'patch', { ...text, default: 'a' }, { ...text, default: 'b' }],
    ['no promise any more', 'major', object({ a: text }), true],
  ])('%s: %s', (_name, expected, base, head) => {
    expect(classOf(base, head, 'output')).toBe(expected)
  })
})

function tree(...values: readonly string[]): SchemaObject {
  return { type: 'object', properties: { value: { enum: values }, below: { type: 'array', items: { $ref: '#' } } } }
}

// A small world of values, so that a pair of schemas that differ disagree about one of them.
const values: readonly unknown[] = scalars().concat([
  [],
  ...scalars().map((one) => [one]),
  ['a', 1],
  {},
  ...['a', 'b', 'c'].flatMap((name) => scalars().map((one) => ({ [name]: one }))),
  ...scalars().flatMap((one) => [{ a: one, b: 'a' }, { a: 1, b: one }, { a: { a: one } }, { a: [one] }, { a: { b: one }, b: 1 }]),
])
function scalars(): unknown[] {
  return [null, true, 0, 1, 2, 0.5, '', 'a', 'bb']
}

const leaf: fc.Arbitrary<Schema> = fc.oneof(
  fc.boolean(),
  fc.record(
    {
      type: fc.oneof(
        fc.constantFrom('string', 'integer', 'number', 'null', 'boolean', 'array', 'object'),
        fc.constant(['string', 'null']),
      ),
      minimum: fc.constantFrom(0, 1),
      maximum: fc.constantFrom(1, 2),
      exclusiveMinimum: fc.constantFrom(0, 1),
      minLength: fc.constantFrom(0, 1, 2),
      maxLength: fc.constantFrom(0, 1),
      enum: fc.uniqueArray(fc.constantFrom<unknown>('a', 'bb', 1, null, 0.5), { minLength: 1, maxLength: 3 }),
      const: fc.constantFrom<unknown>('a', 1, null),
      pattern: fc.constantFrom('^a', '^b'),
      multipleOf: fc.constantFrom(1, 2),
      default: fc.constantFrom<unknown>('a', 1),
      title: fc.constantFrom('x', 'y'),
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<Schema>,
)
const { schema } = fc.letrec<{ schema: Schema }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    leaf,
    fc.record(
      {
        type: fc.constantFrom('object', 'array'),
        properties: fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('schema'), { maxKeys: 3 }),
        required: fc.uniqueArray(fc.constantFrom('a', 'b'), { maxLength: 2 }),
        additionalProperties: tie('schema'),
        items: tie('schema'),
        prefixItems: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }),
        minItems: fc.constantFrom(0, 1),
        maxProperties: fc.constantFrom(0, 1, 2),
        uniqueItems: fc.boolean(),
        $defs: fc.record({ a: tie('schema') }),
      },
      { requiredKeys: [] },
    ) as fc.Arbitrary<Schema>,
    fc.record({ anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ oneOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }) }),
    fc.record({ not: tie('schema') }),
  ),
}))

/** The same schema, changed a little at one or two places: that is where a wrong class would hide. */
const mutated = fc
  .tuple(schema, fc.array(fc.tuple(fc.nat(), fc.nat({ max: 6 }), leaf, schema), { minLength: 1, maxLength: 2 }))
  .map(([base, changes]) => {
    const head = changes.reduce<Schema>((one, change) => changed(one, change), JSON.parse(JSON.stringify(base)) as Schema)
    return [base, JSON.parse(JSON.stringify(head)) as Schema] as const
  })
const pairs = fc.oneof({ arbitrary: fc.tuple(schema, schema), weight: 1 }, { arbitrary: mutated, weight: 4 })

function changed(root: Schema, [at, how, keywords, other]: readonly [number, number, Schema, Schema]): Schema {
  if (typeof root !== 'object') return other
  const places = placesIn(root)
  const { holder, name } = places[at % Math.max(1, places.length)] ?? { holder: root, name: 'title' }
  const value = holder[name]
  if (how === 0) delete holder[name]
  else if (how < 3 && typeof value === 'number') holder[name] = value + (how === 1 ? 1 : -1)
  else if (how < 5 && name === 'type') holder[name] = how === 3 ? ['string', 'number'] : 'number'
  else if (how < 5 && Array.isArray(value) && name === 'enum')
    holder[name] = how === 3 ? [...(value as unknown[]), 'bb'] : value.slice(1)
  else if (how < 5 && Array.isArray(value) && name === 'required') holder[name] = how === 3 ? ['a', 'b'] : []
  else if (how < 5 && Array.isArray(value)) holder[name] = how === 3 ? [...(value as unknown[]), other] : value.slice(0, -1)
  else if (name === 'properties') holder[name] = { ...(value as object), b: other }
  else if (how === 5 && typeof value === 'object' && value !== null && !Array.isArray(value)) Object.assign(value, keywords)
  else if (schemaNames.has(name)) holder[name] = other
  else if (Array.isArray(holder)) return root
  else
    Object.assign(
      holder,
      typeof keywords === 'object' ? { [Object.keys(keywords)[0] ?? 'title']: Object.values(keywords)[0] ?? 'x' } : {},
    )
  return root
}

const schemaNames: ReadonlySet<string> = new Set(['additionalProperties', 'items', 'not', 'a', 'b', 'c'])

function placesIn(holder: Record<string, unknown>): { readonly holder: Record<string, unknown>; readonly name: string }[] {
  return Object.entries(holder).flatMap(([name, value]) => [
    { holder, name },
    ...(typeof value === 'object' && value !== null && name !== 'enum' && name !== 'type'
      ? placesIn(value as Record<string, unknown>)
      : []),
  ])
}

/** Values, and schemas in which to take more is to take less. */
const asItIs: ReadonlySet<string> = new Set(['enum', 'const', 'not', 'oneOf'])

/** Members that are not named are a caller's to leave alone. */
function tolerant(schemaOf: unknown): unknown {
  if (Array.isArray(schemaOf)) return schemaOf.map(tolerant)
  if (typeof schemaOf !== 'object' || schemaOf === null) return schemaOf
  return Object.fromEntries(
    Object.entries(schemaOf)
      .filter(([name, value]) => name !== 'additionalProperties' || value !== false)
      .map(([name, value]) => [name, asItIs.has(name) ? value : tolerant(value)]),
  )
}

const ajv = new Ajv2020({ strict: false, logger: false, validateFormats: false, code: { optimize: false } })
const accepts = (one: unknown): ((value: unknown) => boolean) | undefined => {
  try {
    return ajv.compile(one as object) as (value: unknown) => boolean
  } catch {
    return undefined // No schema at all: nothing is said of it.
  }
}

test.each(['input', 'output'] as const)('%s: a change is never classed too low', (side) => {
  let compared = 0
  fc.assert(
    fc.property(pairs, ([base, head]) => {
      const found = classOf(base, head, side)
      if (found === 'major') return
      const [before, now] = side === 'input' ? [accepts(base), accepts(head)] : [accepts(tolerant(base)), accepts(head)]
      if (!before || !now) return
      compared++
      const broken = values.find((value) => (side === 'input' ? before(value) && !now(value) : now(value) && !before(value)))
      if (broken !== undefined) throw new Error(`${found}: ${JSON.stringify([base, head])} of ${JSON.stringify(broken)}`)
      if (rankOf(found) >= rankOf('minor')) return
      const strict = accepts(base)!
      const differs = values.find((value) => strict(value) !== now(value))
      if (differs !== undefined) throw new Error(`${found}: ${JSON.stringify([base, head])} of ${JSON.stringify(differs)}`)
    }),
    { numRuns: 80 },
  )
  expect(compared).toBeGreaterThan(10)
})

test('a schema equals itself, whatever it contains', () => {
  fc.assert(
    fc.property(schema, fc.constantFrom<Side>('input', 'output'), (one, side) => {
      expect(compareSchemas(one, JSON.parse(JSON.stringify(one)) as Schema, side)).toEqual([])
    }),
    { numRuns: 100 },
  )
})
