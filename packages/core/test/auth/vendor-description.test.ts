import fc from 'fast-check'
import { expect, test } from 'vitest'
import { vendorDescription } from '../../src/auth/vendor-description.ts'

test('is one line of bounded length', () => {
  expect(vendorDescription('AADSTS7000215:\r\n  Invalid client secret.\u0000', ['hunter2hunter2'])).toBe(
    'AADSTS7000215: Invalid client secret.',
  )
  expect(vendorDescription('x'.repeat(1_000), [])).toHaveLength(200)
  expect(vendorDescription({ text: 'x' }, [])).toBeUndefined()
  expect(vendorDescription(' \n', [])).toBeUndefined()
})

test('is left out when it repeats a secret, whole or cut short', () => {
  const text = fc.string({ maxLength: 60 })
  const secret = fc.string({
    unit: fc.constantFrom(...'abcdefghijkABCDEFGHIJK0123456789_-.'.split('')),
    minLength: 4,
    maxLength: 60,
  })
  fc.assert(
    fc.property(text, secret, text, fc.nat(), (before, value, after, cut) => {
      const echoed = value.slice(0, Math.max(Math.min(8, value.length), cut % (value.length + 1)))
      const given = vendorDescription(`${before}${echoed}${after}`, [value])
      expect(given ?? '').not.toContain(echoed)
    }),
  )
})
