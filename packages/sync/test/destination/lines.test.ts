import { Lines, linesOf, type Row } from '@portico/sync'
import { anyText } from '@portico/tools/any-text'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LineBuffers } from '../../src/destination/line-buffers.ts'

const write = (row: Row): string => `${String(row['text'])}\n`
const textOf = (lines: Lines): string => Buffer.concat([...lines.pieces()].map((piece) => Buffer.from(piece))).toString()
// Of every length in bytes, and some that fill a buffer by themselves.
const text = fc.oneof(
  { weight: 5, arbitrary: anyText() },
  { weight: 1, arbitrary: fc.string({ maxLength: 3 }).map((part) => `${part}ä`.repeat(60_000)) },
)

test('lines come out as they were written, without the dropped ones', () => {
  const buffers = new LineBuffers()
  fc.assert(
    fc.property(fc.array(fc.record({ text, dropped: fc.boolean() }), { maxLength: 12 }), (rows) => {
      const lines = new Lines(write, buffers)
      const places = rows.map((row) => lines.add(row))
      for (const [index, { dropped }] of rows.entries()) if (dropped) lines.drop(places[index]!)
      const kept = rows.filter(({ dropped }) => !dropped)
      expect(lines.length).toBe(kept.length)
      expect(lines.added).toBe(rows.length)
      expect(lines.longest).toBe(Math.max(0, ...rows.map((row) => Buffer.byteLength(write(row)))))
      expect(textOf(lines)).toBe(Buffer.from(kept.map(write).join('')).toString())
      lines.release()
      expect(textOf(lines)).toBe('')
    }),
    { numRuns: 60 },
  )
})

test('the memory of long lines is reused, and is no larger than they are', () => {
  const buffers = new LineBuffers()
  const used = new Set<ArrayBufferLike>()
  const length = 100_000
  for (let batch = 0; batch < 3; batch++) {
    const lines = new Lines(write, buffers)
    for (let row = 0; row < 20; row++) lines.add({ text: 'x'.repeat(length) })
    for (const { buffer } of lines.pieces()) used.add(buffer)
    lines.release()
  }
  const held = [...used].reduce((sum, { byteLength }) => sum + byteLength, 0)
  expect(held).toBeLessThan(20 * length * 1.2)
})

test('rows become lines, and lines stay as they are', () => {
  const lines = linesOf([{ text: 'one' }, { text: 'two' }], write)
  expect(linesOf(lines, () => 'other')).toBe(lines)
  expect(textOf(lines)).toBe('one\ntwo\n')
})
