import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CallStamps } from '../../src/call/call-stamps.ts'

const time = fc.integer({ min: 0, max: 2 ** 48 - 1 })

test('an id is a UUID of version 7, and sorts by time', () => {
  const stamps = new CallStamps()
  fc.assert(
    fc.property(time, time, (one, other) => {
      expect(stamps.id(one)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      if (one < other) expect(stamps.id(one) < stamps.id(other)).toBe(true)
    }),
  )
})

test('ids differ even at the same moment', () => {
  const stamps = new CallStamps()
  expect(new Set(Array.from({ length: 1_000 }, () => stamps.id(1_700_000_000_000))).size).toBe(1_000)
})

test('an instant is written as Date writes it, whichever was written before', () => {
  const stamps = new CallStamps()
  const near = fc.integer({ min: 1_700_000_000_000, max: 1_700_000_003_000 })
  fc.assert(
    fc.property(fc.oneof(near, fc.integer({ min: 0, max: Date.UTC(9999, 11, 31) })), (at) => {
      expect(stamps.isoTime(at)).toBe(new Date(at).toISOString())
    }),
    { numRuns: 1_000 },
  )
})
