import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { headerValue } from '../../src/http/header-value.ts'
import { InvalidRequest } from '../../src/http/invalid-request.ts'
import { refusedField } from './invalid.ts'

test.each([
  ['abc', 'abc'],
  ['a b\tc', 'a b\tc'],
  ['é', 'é'],
  [1.5, '1.5'],
  [10n, '10'],
  [true, 'true'],
])('%s is sent', (value, sent) => {
  expect(headerValue('field', value)).toBe(sent)
})

test.each(['', ' a', 'a ', 'a\r\nb', 'a\nb', 'a\0', 'a\u007f', 'Ω', '\ud800', Number.NaN, Infinity, null, undefined, {}, ['a']])(
  '%o is refused',
  (value) => {
    expect(refusedField(() => headerValue('field', value))).toBe('field')
  },
)

test('the runtime’s own headers accept every accepted value unchanged', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.integer({ min: 0, max: 0x120 }).map((code) => String.fromCharCode(code)) }), (value) => {
      try {
        expect(new Headers({ a: headerValue('field', value) }).get('a')).toBe(value)
      } catch (error) {
        if (!(error instanceof InvalidRequest)) throw error
      }
    }),
    { numRuns: 1000 },
  )
})
