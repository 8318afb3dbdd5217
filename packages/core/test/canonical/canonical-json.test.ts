import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fileFromBytes } from '@portico/core'
import { canonicalJson } from '../../src/canonical/canonical-json.ts'

/** As RFC 8785 has it, with no regard for speed. */
function written(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(written).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  const sorted = members.toSorted(([one], [other]) => (one < other ? -1 : 1))
  return `{${sorted.map(([key, member]) => `${JSON.stringify(key)}:${written(member)}`).join(',')}}`
}

test('keys are in the order of their code units, at every depth, and what is undefined is left out', () => {
  const flat = fc.dictionary(
    fc.string(),
    fc.oneof(fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constantFrom(null, undefined)),
  )
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), flat), (value) => {
      expect(canonicalJson(value)).toBe(written(value))
    }),
    { numRuns: 500 },
  )
})

test.for([Number.NaN, Number.POSITIVE_INFINITY, 1n, Symbol('a'), () => 1, new Map([['a', 1]]), new Set([1])])(
  '%s in a member has no canonical JSON',
  (member) => {
    expect(() => canonicalJson({ a: 'text', member })).toThrow(TypeError)
  },
)

test('a file is its name, type, size and content: with another type it is another call', () => {
  const [text, page] = ['text/plain', 'text/html'].map((type) => canonicalJson(fileFromBytes('a', 'b', type)))
  expect(text).toBe(canonicalJson(fileFromBytes('a', 'b', 'text/plain')))
  expect(page).not.toBe(text)
})
