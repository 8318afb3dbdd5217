import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { renderForm } from '../../src/http/form.ts'
import { renderQuery } from '../../src/http/query.ts'
import { anyText } from '@portico/tools/any-text'
import { refusedField } from './invalid.ts'

const decoded = (pairs: string): [string, string][] => [...new URLSearchParams(pairs)]
const text = anyText({ maxLength: 20 })
const name = anyText({ minLength: 1, maxLength: 10 })
const scalar = fc.oneof(text, fc.boolean(), fc.bigInt(), fc.double({ noNaN: true, noDefaultInfinity: true }))

describe('a query', () => {
  test('holds flat values in order', () => {
    expect(renderQuery({ q: 'a b&c=d', page: 2, exact: false, id: 10n, none: undefined, empty: '', cleared: null })).toBe(
      'q=a%20b%26c%3Dd&page=2&exact=false&id=10&empty=',
    )
  })

  test('is empty when nothing is left', () => {
    expect(renderQuery({ a: undefined, b: null, c: [], d: {} })).toBe('')
  })

  test.each([
    ['repeat', 'a=1&a=x%2Cy&b=2'],
    ['brackets', 'a%5B%5D=1&a%5B%5D=x%2Cy&b=2'],
    ['comma', 'a=1,x%2Cy&b=2'],
  ] as const)('writes a list by %s', (arrays, pairs) => {
    expect(renderQuery({ a: [1, null, 'x,y', undefined], b: [2] }, arrays)).toBe(
      arrays === 'brackets' ? pairs.replace('&b', '&b%5B%5D') : pairs,
    )
  })

  test('nests objects in brackets', () => {
    expect(renderQuery({ created: { gte: 1, lt: { year: 2 } } })).toBe('created%5Bgte%5D=1&created%5Blt%5D%5Byear%5D=2')
  })
})

describe('a form', () => {
  test('is what Stripe reads: objects, lists of objects, and null to clear', () => {
    const form = renderForm(
      {
        amount: 100,
        metadata: { order: '6735', note: null },
        line_items: [{ price: 'p_1', quantity: 2, tax_rates: ['t1', 't2'] }, { price: 'p_2' }],
        description: null,
        expand: ['customer'],
      },
      'brackets',
    )
    expect(decoded(form)).toEqual([
      ['amount', '100'],
      ['metadata[order]', '6735'],
      ['metadata[note]', ''],
      ['line_items[0][price]', 'p_1'],
      ['line_items[0][quantity]', '2'],
      ['line_items[0][tax_rates][]', 't1'],
      ['line_items[0][tax_rates][]', 't2'],
      ['line_items[1][price]', 'p_2'],
      ['description', ''],
      ['expand[]', 'customer'],
    ])
  })

  test('numbers a list of lists', () => {
    expect(decoded(renderForm({ a: [[1, 2], [3]] }))).toEqual([
      ['a[0]', '1'],
      ['a[0]', '2'],
      ['a[1]', '3'],
    ])
  })

  test('a key can not pose as structure', () => {
    expect(refusedField(() => renderForm({ metadata: { 'a][admin': 1 } }))).toBe('metadata.a][admin')
    expect(renderForm({ metadata: { 'a&b=c': 1 } })).toBe('metadata%5Ba%26b%3Dc%5D=1')
  })

  test('has an end', () => {
    const loop: Record<string, unknown> = {}
    loop['again'] = loop
    expect(refusedField(() => renderForm({ loop }))).toMatch(/^loop\.again/)
  })
})

describe.each([
  ['query', renderQuery],
  ['form', renderForm],
])('a %s', (_name, render) => {
  test.each([
    ['a date', new Date(0)],
    ['not a number', Number.NaN],
    ['infinity', -Infinity],
    ['a function', () => 1],
    ['a symbol', Symbol('s')],
    ['bytes', new Uint8Array(1)],
    ['a map', new Map()],
    ['half a character', '\udc00'],
  ])('refuses %s, wherever it is', (_what, value) => {
    expect(refusedField(() => render({ a: value }))).toBe('a')
    expect(refusedField(() => render({ a: [1, value] }))).toMatch(/^a(\.1)?$/)
    expect(refusedField(() => render({ a: { b: value } }))).toBe('a.b')
    expect(refusedField(() => render({ a: [{ b: value }] }))).toBe('a.0.b')
  })

  test('is read back as it was written, flat', () => {
    fc.assert(
      fc.property(fc.dictionary(name, scalar), (values) => {
        assert.deepEqual(
          decoded(render(values)),
          Object.entries(values).map(([key, value]) => [key, String(value)]),
        )
      }),
    )
  })

  test('is read back as it was written, in lists', () => {
    fc.assert(
      fc.property(name, fc.array(scalar), (key, values) => {
        assert.deepEqual(
          decoded(render({ [key]: values }, 'repeat')),
          values.map((value) => [key, String(value)]),
        )
        assert.deepEqual(
          decoded(render({ [key]: values }, 'brackets')),
          values.map((value) => [`${key}[]`, String(value)]),
        )
      }),
    )
  })

  test('is read back as it was written, nested', () => {
    const inner = anyText({ minLength: 1, maxLength: 8 }).filter((key) => !/[[\]]/.test(key))
    fc.assert(
      fc.property(name, fc.array(fc.dictionary(inner, scalar), { minLength: 1 }), (key, values) => {
        const expected = values.flatMap((item, at) =>
          Object.entries(item).map(([field, value]) => [`${key}[${at}][${field}]`, String(value)]),
        )
        assert.deepEqual(decoded(render({ [key]: values })), expected)
      }),
    )
  })
})
