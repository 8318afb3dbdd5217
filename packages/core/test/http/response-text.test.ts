import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeText } from '../../src/http/response-text.ts'
import { anyText } from '@portico/tools/any-text'

test('a buffer is read as a TextDecoder reads its bytes, also where they are no UTF-8', () => {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  const text = anyText().map((value) => Buffer.from(value))
  const bytes = fc.oneof(
    text,
    fc.uint8Array(),
    fc.constant(Uint8Array.of(0xef, 0xbb, 0xbf, 0x7b, 0xe2, 0x82, 0x7d, 0xed, 0xa0, 0x80)),
  )
  fc.assert(
    fc.property(bytes, fc.nat(3), (value, cut) => {
      const part = value.subarray(0, Math.max(0, value.length - cut))
      expect(decodeText(Buffer.from(part), undefined)).toBe(decoder.decode(part))
      expect(decodeText(part, 'application/json; charset=utf-8')).toBe(decoder.decode(part))
    }),
    { numRuns: 500 },
  )
})
