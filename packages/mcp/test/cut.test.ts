import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { continuationText, readContinuation } from '../src/call/continuation.ts'
import { cutToFit, valueAt } from '../src/call/cut.ts'

const data = fc.jsonValue({ maxDepth: 4 })

describe('an answer that is cut', () => {
  test('is whole where it fits, and then nothing is said to be cut', () => {
    fc.assert(
      fc.property(data, (value) => {
        expect(cutToFit(value, 1_000_000)).toEqual({ value, cuts: [] })
      }),
    )
  })

  test('loses nothing: every cut says how much is shown of what lies there', () => {
    fc.assert(
      fc.property(data, fc.integer({ min: 100, max: 2_000 }), (value, budget) => {
        const { value: shown, cuts } = cutToFit(value, budget)
        if (cuts.length === 0) expect(shown).toEqual(value)
        for (const { path, shown: length, of } of cuts) {
          const whole = valueAt(value, path) as string | unknown[]
          const part = valueAt(shown, path) as string | unknown[]
          expect(whole).toHaveLength(of)
          expect(part).toHaveLength(length)
          if (typeof whole === 'string') expect(whole.startsWith(part as string)).toBe(true)
        }
      }),
    )
  })

  test('shortens the longest first', () => {
    const { value, cuts } = cutToFit({ id: 'short', body: 'a'.repeat(5_000), note: 'b'.repeat(100) }, 1_000)
    expect(value).toMatchObject({ id: 'short', note: 'b'.repeat(100) })
    expect(cuts).toMatchObject([{ path: ['body'], of: 5_000 }])
    expect(JSON.stringify(value).length).toBeLessThanOrEqual(1_000)
  })

  test('goes on where its continuation says, which is read only as it was written', () => {
    const at = { cursor: 'c', path: ['items', 3, 'body'], from: 7, key: 'k' }
    expect(readContinuation(continuationText(at))).toEqual(at)
    for (const wrong of ['', '%%%', continuationText({ from: -1 }), Buffer.from('{"path":[{}]}').toString('base64url')]) {
      expect(readContinuation(wrong)).toBeUndefined()
    }
    expect(valueAt({ a: 1 }, ['__proto__', 'toString'])).toBeUndefined()
  })
})
