import { expect, test } from 'vitest'
import * as z from 'zod'
import { jsonSchemaOf } from '../../src/pin/json-schema-of.ts'
import { checkOutput, strictInput } from '../../src/call/strict-input.ts'

test('a strict input keeps the descriptions and names of what it copies, and a named schema stays one', () => {
  const address = z.object({ city: z.string() }).meta({ id: 'address', description: 'Where it is.' })
  const input = z
    .object({
      note: z.string().optional().describe('For the courier.'),
      tags: z.array(z.string()).describe('Any number.'),
      from: address,
      to: address,
    })
    .meta({ anyOf: [{ required: ['note'] }] })
  const schema = jsonSchemaOf(strictInput(input, 'ship input'), 'input')
  expect(schema).toMatchObject({
    additionalProperties: false,
    anyOf: [{ required: ['note'] }],
    properties: {
      note: { description: 'For the courier.' },
      tags: { description: 'Any number.' },
      from: { $ref: '#/$defs/address' },
      to: { $ref: '#/$defs/address' },
    },
    $defs: { address: { description: 'Where it is.', additionalProperties: false } },
  })
})

const text = z.string()
const hidden = /is hidden from its JSON Schema|has no form in JSON/

test.each<[string, z.ZodType]>([
  ['a refine', text.refine(() => true)],
  ['a transform', text.transform((given) => given)],
  ['trim', text.trim()],
  ['lower case', text.toLowerCase()],
  ['coerce, which takes null for 0', z.coerce.number()],
  ['catch, which takes anything', z.number().catch(0)],
  ['a custom type', z.custom(() => true)],
  ['a class', z.instanceof(URL)],
  ['a date', z.date()],
  ['a set', z.set(text)],
  ['a map', z.map(text, text)],
  ['a check of a property', z.object({ id: text }).check(z.property('id', z.literal('1')))],
  ['a rule below a lazy one', z.lazy(() => z.object({ id: text.trim() }))],
  [
    'a rule of a key',
    z.record(
      text.refine(() => true),
      text,
    ),
  ],
  ['a rule of the rest of a tuple', z.tuple([text], text.trim())],
  ['a rule of the other fields', z.object({}).catchall(text.trim())],
])('%s is refused, in an input and in an output', (_, schema) => {
  expect(() => strictInput(z.object({ field: schema }), 'op input')).toThrow(hidden)
  expect(() => checkOutput(z.object({ field: schema }), 'op output')).toThrow(hidden)
})

test.each<[string, z.ZodType]>([
  ['text', text.min(1).max(9).regex(/a/).startsWith('a')],
  ['formats', z.object({ at: z.iso.datetime(), mail: z.email(), id: z.uuid(), url: z.url() })],
  ['numbers', z.object({ a: z.int().min(1), b: z.number().positive().multipleOf(2) })],
  ['lists', z.array(text).nonempty().max(3)],
  ['alternatives', z.discriminatedUnion('t', [z.object({ t: z.literal('a') }), z.object({ t: z.literal('b') })])],
  ['an optional field', z.object({ a: text.optional(), b: text.nullish(), c: text.default('c'), d: text.readonly() })],
  ['a tuple', z.tuple([text, z.int()], z.boolean())],
  ['anything', z.object({ a: z.unknown(), b: z.any(), c: z.record(text, z.unknown()) })],
])('%s is not hidden', (_, schema) => {
  expect(() => strictInput(z.object({ field: schema }), 'op input')).not.toThrow()
})

test('an intersection is no input, since neither side can be strict, and may be an output', () => {
  const both = z.object({ a: text }).and(z.object({ b: text }))
  expect(() => strictInput(both, 'op input')).toThrow('op input: no side of an intersection can be strict: extend one object')
  expect(() => checkOutput(both, 'op output')).not.toThrow()
  expect(() => checkOutput(both.and(z.object({ c: text.trim() })), 'op output')).toThrow(hidden)
})

test('a schema that refers to itself is strict all the way down', () => {
  const Folder = z.object({
    name: text,
    get folders() {
      return z.array(Folder)
    },
  })
  type Tree = { name: string; trees: Tree[] }
  const Tree: z.ZodType<Tree> = z.object({ name: text, trees: z.array(z.lazy(() => Tree)) })
  for (const [schema, field] of [
    [Folder, 'folders'],
    [Tree, 'trees'],
  ] as const) {
    const strict = strictInput(schema, 'op input') as unknown as z.ZodType
    const leaf = { name: 'b', [field]: [] }
    expect(strict.safeParse({ name: 'a', [field]: [leaf] }).success).toBe(true)
    expect(strict.safeParse({ name: 'a', [field]: [{ ...leaf, admin: true }] }).success).toBe(false)
  }
})
