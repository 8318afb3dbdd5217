import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isTime, isUsualTime } from '../../src/record/formats.ts'

const part = (most: number) => fc.integer({ min: 0, max: most }).map((value) => String(value).padStart(2, '0'))
const form = fc.tuple(
  fc.constantFrom('2026', '0000', '9999', '20 6'),
  part(13),
  part(33),
  fc.constantFrom('T', 't', ' '),
  part(25),
  part(61),
  part(61),
  fc.constantFrom('', '.5', '.123456', '.', '.x'),
  fc.constantFrom('Z', 'z', '+00:00', '-23:59', '+24:00', ''),
)

test('a usual time is one to every reader, and in UTC', () => {
  let usual = 0
  fc.assert(
    fc.property(form, ([year, month, day, separator, hour, minute, second, fraction, zone]) => {
      const text = `${year}-${month}-${day}${separator}${hour}:${minute}:${second}${fraction}${zone}`
      if (!isUsualTime(text)) return
      usual++
      expect(text.endsWith('Z')).toBe(true)
      expect(isTime(text)).toBe(true)
      expect(Date.parse(text)).not.toBeNaN()
    }),
    { numRuns: 4_000 },
  )
  expect(usual).toBeGreaterThan(20)
})
