import { anyText } from '@portico/tools/any-text'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseLsn, writeLsn } from '../../src/postgres-source/lsn.ts'
import { decode } from '../../src/postgres-source/pgoutput/decode.ts'
import { type LogMessage, unchanged } from '../../src/postgres-source/pgoutput/message.ts'
import { encode } from './encode.ts'

const id = fc.integer({ min: 0, max: 0xffff_ffff })
const lsn = fc.bigInt({ min: 0n, max: 0xffff_ffff_ffff_ffffn })
const time = fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n })
// A name ends with a zero byte, so it has none.
const name = anyText().filter((text) => !text.includes('\0'))
const tuple = fc.array(fc.oneof(anyText(), fc.constant(null), fc.constant(unchanged)), { maxLength: 8 })
const old = fc.record({ is: fc.constantFrom('key' as const, 'row' as const), row: tuple })
const column = fc.record({ name, key: fc.boolean(), type: id, modifier: fc.integer({ min: -1, max: 2 ** 30 }) })
const kind = <K extends LogMessage['kind']>(of: K) => fc.constant(of)

const message: fc.Arbitrary<LogMessage> = fc.oneof(
  fc.record({ kind: kind('begin'), commitLsn: lsn, committedAt: time, transaction: id }),
  fc.record({ kind: kind('commit'), commitLsn: lsn, endLsn: lsn, committedAt: time }),
  fc.record({ kind: kind('origin'), lsn, name }),
  fc.record({
    kind: kind('relation'),
    id,
    schema: name.filter((text) => text !== ''),
    name,
    identity: fc.constantFrom('d', 'n', 'f', 'i'),
    columns: fc.array(column, { maxLength: 8 }),
  }),
  fc.record({ kind: kind('type'), id, schema: name, name }),
  fc.record({ kind: kind('insert'), relation: id, row: tuple }),
  fc.record({ kind: kind('update'), relation: id, old: fc.option(old, { nil: undefined }), row: tuple }),
  fc.record({ kind: kind('delete'), relation: id, old }),
  fc.record({ kind: kind('truncate'), relations: fc.array(id), cascade: fc.boolean(), restartsIdentity: fc.boolean() }),
  fc.record({ kind: kind('message'), transactional: fc.boolean(), lsn, prefix: name, content: fc.uint8Array() }),
)

test('every message is read as it was written', () => {
  fc.assert(
    fc.property(message, (written) => {
      expect(decode(encode(written))).toEqual(written)
    }),
  )
})

test('a truncated message, or one with bytes left over, is refused and never guessed at', () => {
  fc.assert(
    fc.property(message, fc.nat(), (written, place) => {
      const bytes = encode(written)
      expect(() => decode(bytes.subarray(0, place % bytes.length))).toThrow(RangeError)
      expect(() => decode(Buffer.concat([bytes, Buffer.from([0])]))).toThrow(RangeError)
    }),
  )
})

test('any other bytes are a message or a RangeError', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('I', 'U', 'D', 'B', 'C', 'R', 'T', 'O', 'Y', 'M', 'S', 'x'),
      fc.uint8Array({ maxLength: 64 }),
      (letter, bytes) => {
        try {
          decode(Buffer.concat([Buffer.from(letter), bytes]))
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError)
        }
      },
    ),
  )
})

test('a log position is read as it is written', () => {
  fc.assert(
    fc.property(lsn, (place) => {
      expect(parseLsn(writeLsn(place))).toBe(place)
    }),
  )
  expect(writeLsn(parseLsn('16/B374D848')!)).toBe('16/B374D848')
  for (const text of ['', '16', '/1', '16/', '1/123456789', 'x/1']) expect(parseLsn(text)).toBeUndefined()
})
