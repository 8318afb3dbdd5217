import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseJson, rawNumber } from '../../src/postgres-source/exact-json.ts'

test('JSON keeps the digits of its numbers', () => {
  const texts = [
    '9223372036854775807',
    '0.1',
    '1e400',
    '-12345678901234567890.123456789',
    '1.10',
    '5e-324',
    '0',
    '{"a":[1,"2",null]}',
  ]
  for (const text of texts) expect(JSON.parse(JSON.stringify(parseJson(text)))).toEqual(JSON.parse(text))
  expect(JSON.stringify(parseJson('{"id":9007199254740993,"n":[12345678901234567890.5]}'))).toBe(
    '{"id":9007199254740993,"n":[12345678901234567890.5]}',
  )
  expect(JSON.stringify(parseJson('1e400'))).toBe('1e400')
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(parseJson(text)).toEqual(JSON.parse(text))
    }),
    { numRuns: 200 },
  )
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (number) => {
      expect(JSON.stringify(parseJson(`[${number}]`))).toBe(`[${number}]`)
      expect(JSON.stringify(rawNumber(String(number)))).toBe(String(number))
    }),
  )
})
