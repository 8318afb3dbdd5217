import fc from 'fast-check'
import { expect, test } from 'vitest'
import { callId } from '../../src/call/call-id.ts'

const time = fc.integer({ min: 0, max: 2 ** 48 - 1 })

test('is a UUID of version 7, and sorts by time', () => {
  fc.assert(
    fc.property(time, time, (one, other) => {
      expect(callId(one)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      if (one < other) expect(callId(one) < callId(other)).toBe(true)
    }),
  )
})

test('is another one in the same moment', () => {
  expect(new Set(Array.from({ length: 1_000 }, () => callId(1_700_000_000_000))).size).toBe(1_000)
})
