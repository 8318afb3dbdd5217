import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { outOfBounds, parseBounds } from '../../src/standing/bounds.ts'
import { hasPath } from '../../src/standing/input-paths.ts'
import { checkSum, shareOf } from '../../src/standing/sum.ts'

describe('bounds', () => {
  test.each<[string, unknown, unknown]>([
    ['equals', { currency: { equals: 'sar' } }, { currency: 'sar' }],
    ['one of', { to: { oneOf: ['a', 'b'] } }, { to: 'b' }],
    ['at most', { amount: { max: 10 } }, { amount: 10 }],
    ['within', { amount: { min: 1, max: 10 } }, { amount: 1 }],
    ['anything', { note: { any: true } }, { note: { deep: ['x'] } }],
    ['anything, and nothing', { note: { any: true } }, {}],
    ['a path', { 'card.country': { equals: 'SA' } }, { card: { country: 'SA' } }],
    ['a path through a list', { 'to.email': { oneOf: ['a', 'b'] } }, { to: [{ email: 'a' }, { email: 'b' }] }],
    ['every element of a list', { to: { oneOf: ['a', 'b'] } }, { to: ['b', 'a'] }],
    ['a field that is undefined', { amount: { max: 1 } }, { amount: 1, note: undefined }],
    ['a truth', { live: { equals: false } }, { live: false }],
  ])('%s holds', (_name, bounds, input) => {
    expect(outOfBounds(input, parseBounds(bounds))).toBeUndefined()
  })

  test.each<[string, unknown, unknown, string]>([
    ['another value', { currency: { equals: 'sar' } }, { currency: 'usd' }, 'currency'],
    ['another type', { amount: { equals: 1 } }, { amount: '1' }, 'amount'],
    ['none of them', { to: { oneOf: ['a'] } }, { to: 'b' }, 'to'],
    ['too much', { amount: { max: 10 } }, { amount: 11 }, 'amount'],
    ['too little', { amount: { min: 1, max: 10 } }, { amount: 0 }, 'amount'],
    ['no number', { amount: { max: 10 } }, { amount: '9' }, 'amount'],
    ['not a number', { amount: { max: 10 } }, { amount: Number.NaN }, 'amount'],
    ['nothing', { amount: { max: 10 } }, {}, 'amount is not there'],
    ['null', { amount: { max: 10 } }, { amount: null }, 'amount'],
    ['a field that nobody named', { amount: { max: 10 } }, { amount: 1, destination: 'acct_9' }, 'destination was not approved'],
    ['a field below one that nobody named', { amount: { max: 10 } }, { amount: 1, to: { account: 'x' } }, 'to.account'],
    ['a record in the place of a value', { amount: { max: 10 } }, { amount: { value: 1 } }, 'amount'],
    ['an empty list that nobody named', { amount: { max: 10 } }, { amount: 1, to: [] }, 'to was not approved'],
    ['an empty list of recipients', { to: { oneOf: ['a'] } }, { to: [] }, 'to is not there'],
    ['one element that is another', { to: { oneOf: ['a'] } }, { to: ['a', 'b'] }, 'to'],
    ['one element that lacks it', { 'to.email': { oneOf: ['a'] } }, { to: [{ email: 'a' }, {}] }, 'to.email'],
    ['a name of the language', { amount: { max: 10 } }, { amount: 1, constructor: 1 }, 'constructor'],
    ['a name that reads as a path', { 'to.amount': { max: 10 } }, { to: { amount: 1 }, 'to.amount': 11 }, '"to.amount" was not'],
    ['a list in the place of the input', { amount: { max: 10 } }, [{ amount: 1 }, { amount: 11 }], 'amount'],
  ])('%s does not', (_name, bounds, input, told) => {
    expect(outOfBounds(input, parseBounds(bounds))).toContain(told)
  })

  test.each([
    [{ amount: { maximum: 1 } }, 'bounds.amount'],
    [{ amount: {} }, 'bounds.amount'],
    [{ amount: { max: 1, equals: 1 } }, 'bounds.amount'],
    [{ amount: { any: false } }, 'bounds.amount'],
    [{ amount: { oneOf: [] } }, 'bounds.amount'],
    [{ amount: { min: 1 } }, 'bounds.amount'],
    [{ 'a..b': { any: true } }, 'bounds'],
    [[], 'bounds'],
    ['{}', 'bounds'],
  ])('%j is refused, and the path named', (bounds, path) => {
    expect(() => parseBounds(bounds)).toThrow(TypeError)
    expect(() => parseBounds(bounds)).toThrow(path)
  })

  test('never cover an input with one more field, whatever it is called and holds', () => {
    const bounds = parseBounds({ amount: { max: 10 }, free: { any: true } })
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.jsonValue(), (name, value) => {
        fc.pre(!['amount', 'free', '__proto__'].includes(name))
        expect(outOfBounds({ amount: 1, [name]: value }, bounds)).toBeDefined()
      }),
    )
  })

  test('cover every amount up to the most, and none above', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), (max, amount) => {
        expect(outOfBounds({ amount }, parseBounds({ amount: { max } })) === undefined).toBe(amount <= max)
      }),
    )
  })
})

describe('a sum', () => {
  const sum = { path: 'amount', max: 100 }
  test.each<[unknown, number | undefined]>([
    [{ amount: 7 }, 7],
    [{ amount: 0 }, 0],
    [{ amount: -1 }, undefined],
    [{ amount: 1.5 }, undefined],
    [{ amount: '7' }, undefined],
    [{}, undefined],
    [{ amount: 2 ** 53 }, undefined],
    [{ amount: [2 ** 52, 2 ** 52] }, undefined],
    [{ amount: [3, 4] }, 7],
  ])('of %j is %j', (input, share) => {
    expect(shareOf(input, sum)).toBe(share)
  })

  test.each<[string, typeof sum, unknown, string]>([
    ['of a field that is not bounded', sum, { other: { any: true } }, 'sum.path'],
    ['of no money', { path: 'amount', max: 0 }, { amount: { max: 1 } }, 'sum.max'],
    ['of half a unit', { path: 'amount', max: 1.5 }, { amount: { max: 1 } }, 'sum.max'],
    ['of two currencies', sum, { amount: { max: 1 }, currency: { oneOf: ['sar', 'usd'] } }, 'bounds.currency'],
    ['of any currency', sum, { amount: { max: 1 }, 'price.currency': { any: true } }, 'bounds.price.currency'],
  ])('%s is refused', (_name, given, bounds, told) => {
    expect(() => checkSum(given, parseBounds(bounds))).toThrow(told)
  })
})

test('a path is looked for in the schema of the input', () => {
  const schema = {
    properties: {
      to: { items: { properties: { email: {} } } },
      card: { anyOf: [{ properties: { country: {} } }, { type: 'null' }] },
      metadata: { additionalProperties: { type: 'string' } },
    },
  }
  for (const path of ['to', 'to.email', 'card.country', 'metadata.anything']) expect(hasPath(schema, path.split('.'))).toBe(true)
  for (const path of ['t', 'to.mail', 'card.land', 'metadata.a.b', 'constructor'])
    expect(hasPath(schema, path.split('.'))).toBe(false)
})
