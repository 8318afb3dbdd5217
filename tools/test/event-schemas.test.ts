import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Validator } from '@cfworker/json-schema'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { schemaChanges } from '../schemas/compatibility.ts'
import { refuseUnannounced, releasedPath, releasedWith, schemaPath } from '../schemas/released.ts'

interface Data {
  readonly type: 'object'
  readonly properties: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly required: readonly string[]
}
const data: Data = {
  type: 'object',
  properties: {
    state: { type: 'string', enum: ['open', 'closed'] },
    count: { type: 'integer', minimum: 0 },
    tags: { type: 'array', items: { type: 'string', maxLength: 5 } },
    size: { type: 'number' },
  },
  required: ['state', 'count'],
}
const withFields = (change: Record<string, Record<string, unknown>>, required = data.required): Data => ({
  ...data,
  properties: { ...data.properties, ...change },
  required,
})
const { tags: _, ...withoutTags } = data.properties

const differences: readonly (readonly [what: string, after: Data, field: string, said: string, breaking: boolean])[] = [
  ['an optional field', withFields({ note: { type: 'string' } }), 'done/note', 'optional field added', false],
  ['other words', withFields({ size: { type: 'number', description: 'bytes' } }), 'done/size', 'description changed', false],
  ['a removed field', { ...data, properties: withoutTags }, 'done/tags', 'field removed', true],
  ['a required field', withFields({ note: {} }, ['state', 'count', 'note']), 'done/note', 'required field added', true],
  ['a field newly required', withFields({}, ['state', 'count', 'size']), 'done/size', 'newly required', true],
  ['a field no longer required', withFields({}, ['state']), 'done/count', 'no longer required', true],
  ['a narrowed type', withFields({ size: { type: 'integer' } }), 'done/size', 'type narrowed', true],
  ['a widened type', withFields({ count: { type: 'number', minimum: 0 } }), 'done/count', 'type widened', true],
  ['another type', withFields({ size: { type: 'string' } }), 'done/size', 'type changed', true],
  ['a narrowed enum', withFields({ state: { type: 'string', enum: ['open'] } }), 'done/state', 'enum narrowed', true],
  [
    'a widened enum',
    withFields({ state: { type: 'string', enum: ['open', 'closed', 'lost'] } }),
    'done/state',
    'enum widened',
    true,
  ],
  ['no enum any more', withFields({ state: { type: 'string' } }), 'done/state', 'enum widened', true],
  ['a bound', withFields({ count: { type: 'integer', minimum: 1 } }), 'done/count', 'minimum changed', true],
  [
    'a bound of the items',
    withFields({ tags: { type: 'array', items: { type: 'string', maxLength: 4 } } }),
    'done/tags[]',
    'maxLength changed',
    true,
  ],
]

test.each(differences)('%s is reported', (_what, after, field, said, breaking) => {
  expect(schemaChanges({ done: data as never }, { done: after as never })).toEqual([
    { field, what: expect.stringContaining(said), breaking },
  ])
})

const leaf = fc.oneof(
  fc.record({ type: fc.constant('integer'), minimum: fc.integer({ min: -2, max: 2 }) }),
  fc.record({ type: fc.constant('string'), maxLength: fc.integer({ min: 0, max: 3 }) }),
  fc.record({ type: fc.constant('string'), enum: fc.subarray(['a', 'b', 'c'], { minLength: 1 }) }),
  fc.record({ type: fc.constantFrom('number', 'boolean', 'string') }),
)
const names = ['p', 'q', 'r'] as const
const value = fc.oneof(
  fc.integer({ min: -4, max: 4 }),
  fc.constantFrom('a', 'b', 'c', 'abcd', ''),
  fc.boolean(),
  fc.double({ noNaN: true }),
)
/** A closed schema: what a publisher is held to. */
const schema = fc
  .record({ properties: fc.dictionary(fc.constantFrom(...names), leaf), needed: fc.subarray([...names]) })
  .map(({ properties, needed }) => ({ type: 'object', properties, required: needed.filter((name) => name in properties) }))
const unrelated = fc.tuple(schema, schema)
const additive = unrelated.map(([before, other]) => [
  before,
  { ...before, properties: { ...other.properties, ...before.properties } },
])
const oneField = fc.tuple(leaf, leaf).map((leaves) => leaves.map((p) => ({ type: 'object', properties: { p }, required: [] })))
const pair = fc.oneof(unrelated, additive, oneField)
/** Interpreted: a schema is asked about a few values alone, and to compile it takes longer than them. */
const accepts = (stated: object) => {
  const validator = new Validator(stated)
  return (event: object): boolean => validator.validate(event).valid
}
const instances = fc.array(fc.dictionary(fc.constantFrom(...names), value), { minLength: 30, maxLength: 30 })

test('a non-breaking change breaks no one: neither new consumers of old events nor old consumers of new ones', () => {
  let harmless = 0
  fc.assert(
    fc.property(pair, instances, ([before, after], events) => {
      if (schemaChanges({ done: before }, { done: after }).some(({ breaking }) => breaking)) return
      harmless += 1
      const published = (stated: object) => accepts({ ...stated, additionalProperties: false })
      const [oldPublisher, newPublisher] = [published(before), published(after)]
      const [oldConsumer, newConsumer] = [accepts(before), accepts(after)]
      for (const event of events) {
        if (oldPublisher(event)) expect(newConsumer(event)).toBe(true)
        if (newPublisher(event)) expect(oldConsumer(event)).toBe(true)
      }
    }),
    { numRuns: 300 },
  )
  expect(harmless).toBeGreaterThan(15)
})

test('a schema does not differ from itself, and differences are symmetric', () => {
  fc.assert(
    fc.property(schema, schema, (one, other) => {
      expect(schemaChanges({ done: one }, { done: structuredClone(one) })).toEqual([])
      const there = schemaChanges({ done: one }, { done: other })
      const back = schemaChanges({ done: other }, { done: one })
      expect(there.length === 0).toBe(back.length === 0)
    }),
  )
})

describe('the check against released schemas', () => {
  const root = mkdtempSync(join(tmpdir(), 'released-'))
  const text = (done: object): string => JSON.stringify({ $defs: { done } })
  const write = (version: string, content: string): void => {
    const file = join(root, schemaPath('order', version))
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
  }
  const release = (version: string, content: string): void => {
    write(version, content)
    writeFileSync(join(root, releasedPath), '{}')
    writeFileSync(join(root, releasedPath), JSON.stringify(releasedWith(root, [{ name: 'order', version }])))
  }
  afterEach(() => rmSync(root, { recursive: true, force: true }))

  test('an unreleased schema may change; a released one may not', () => {
    write('1.0', text(data))
    writeFileSync(join(root, releasedPath), '{}')
    refuseUnannounced(root, 'order', '1.0', text(withFields({ note: {} })))
    release('1.0', text(data))
    refuseUnannounced(root, 'order', '1.0', text(data))
    expect(() => refuseUnannounced(root, 'order', '1.0', text(withFields({ note: {} })))).toThrow(
      /raise its version\n {2}done\/note: optional field added/,
    )
  })

  test('a minor may add, a major may break', () => {
    release('1.9', text(data))
    refuseUnannounced(root, 'order', '1.10', text(withFields({ note: {} })))
    const broken = text(withFields({}, ['state', 'count', 'size']))
    expect(() => refuseUnannounced(root, 'order', '1.10', broken)).toThrow(/new major version\n {2}done\/size: newly required/)
    refuseUnannounced(root, 'order', '2.0', broken)
    expect(() => refuseUnannounced(root, 'order', '1.8', text(data))).toThrow(/older than 1\.9/)
  })

  test('a released file that was edited is reported', () => {
    release('1.0', text(data))
    write('1.0', text({ ...data, required: [] }))
    expect(() => refuseUnannounced(root, 'order', '1.1', text(data))).toThrow(/order\/1\.0\.json was released and has changed/)
  })
})
