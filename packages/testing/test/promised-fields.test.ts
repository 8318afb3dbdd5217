import { jsonSchemaOf } from '@portico/core/definition'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { promisedFields } from '../src/facts/promised-fields.ts'

const wrong = { drifted: true }

function promised(schema: z.ZodType, value: unknown): string[] {
  return promisedFields(jsonSchemaOf(schema, 'output'), value).map(({ path, required, mistyped }) =>
    [path.join('.'), required ? 'required' : 'optional', JSON.stringify(mistyped) ?? 'of any type'].join(' '),
  )
}

test('a field that may be absent has a type all the same', () => {
  const schema = z.object({ id: z.string(), note: z.string().nullish(), other: z.int().optional() })
  expect(promised(schema, { id: '1', note: null })).toEqual([
    `id required ${JSON.stringify(wrong)}`,
    `note optional ${JSON.stringify(wrong)}`,
  ])
})

test('the first item of a list is checked, whatever it is', () => {
  expect(promised(z.array(z.string()), ['a', 'b'])).toEqual([`0 optional ${JSON.stringify(wrong)}`])
  expect(promised(z.array(z.union([z.string(), z.object({ name: z.string() })])), [{ name: 'a' }])).toEqual([
    '0 optional 7',
    `0.name required ${JSON.stringify(wrong)}`,
  ])
})

test('only the alternative that the value matches counts, and turning it into another breaks nothing', () => {
  const Gone = z.object({ id: z.string(), gone: z.literal(true).nullish() })
  const There = z.object({ id: z.string(), gone: z.literal(false), text: z.string() })
  expect(promised(z.union([There, Gone]), { id: '1', gone: false, text: 'a' })).toEqual([
    `id required ${JSON.stringify(wrong)}`,
    `gone optional ${JSON.stringify(wrong)}`,
    `text required ${JSON.stringify(wrong)}`,
  ])
})

test('an unconstrained schema promises nothing', () => {
  expect(promised(z.object({ data: z.unknown() }), { data: 1 })).toEqual([])
  expect(promised(z.record(z.string(), z.string()), { a: 'b' })).toEqual([])
})
