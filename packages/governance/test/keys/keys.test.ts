import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aesGcmCipher, isKeyError, loadKeyRing, newKey, parseKeyRing } from '../../src/index.ts'

const place = 'token acme/default/github/oauth2'
const codeOf = (run: () => unknown): string | undefined => {
  try {
    run()
    return undefined
  } catch (error) {
    return isKeyError(error) ? error.code : 'another error'
  }
}
const rejection = async (running: Promise<unknown>): Promise<{ code: string; message: string }> =>
  running.then(
    () => ({ code: 'none', message: '' }),
    (error: unknown) => ({ code: isKeyError(error) ? error.code : 'another error', message: String(error) }),
  )

const cipherOf = (...entries: readonly string[]) => aesGcmCipher(parseKeyRing(entries.join(','), 'test'))
const bytesOf = (text: string): Buffer => Buffer.from(text, 'utf8')
const secret = bytesOf('{"accessToken":"a"}')

test('a sealed value opens with the same ring and in the same place, and no two sealings are alike', () => {
  const cipher = cipherOf(newKey('k1'))
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.string(), (bytes, context) => {
      const sealed = cipher.encrypt(bytes, context)
      expect(Buffer.compare(cipher.decrypt(sealed, context), bytes)).toBe(0)
      expect(Buffer.compare(cipher.encrypt(bytes, context), sealed)).not.toBe(0)
      expect(cipher.keyIdOf(sealed)).toBe('k1')
    }),
  )
})

test('any changed bit, and any truncation, is refused', () => {
  const cipher = cipherOf(newKey('k1'))
  const sealed = Buffer.from(cipher.encrypt(secret, place))
  fc.assert(
    fc.property(fc.nat(sealed.length * 8 - 1), fc.nat(sealed.length - 1), (bit, length) => {
      const altered = Buffer.from(sealed)
      altered[bit >> 3]! ^= 1 << (bit & 7)
      expect(['wrong_key', 'unknown_key']).toContain(codeOf(() => cipher.decrypt(altered, place)))
      expect(codeOf(() => cipher.decrypt(sealed.subarray(0, length), place))).toBe('wrong_key')
    }),
  )
})

test('a value that is moved to another tenant or name does not open', () => {
  const cipher = cipherOf(newKey('k1'))
  const sealed = cipher.encrypt(secret, place)
  for (const elsewhere of ['token beta/default/github/oauth2', 'token acme/default/github/app', '']) {
    expect(codeOf(() => cipher.decrypt(sealed, elsewhere))).toBe('wrong_key')
  }
})

test('a rotation seals with the new key and still opens with the old one, until it leaves the ring', () => {
  const old = newKey('2026-05')
  const sealed = cipherOf(old).encrypt(secret, place)
  const rotated = cipherOf(newKey('2026-11'), old)
  expect(Buffer.from(rotated.decrypt(sealed, place))).toEqual(secret)
  expect(rotated.keyIdOf(rotated.encrypt(secret, place))).toBe('2026-11')
  expect(() => cipherOf(newKey('2026-11')).decrypt(sealed, place)).toThrow(
    'was sealed with the key 2026-05, and the ring has 2026-11: add that key to it',
  )
  expect(codeOf(() => cipherOf(newKey('2026-05')).decrypt(sealed, place))).toBe('wrong_key')
})

test.each([
  ['no entry', '  ', 'no_keys'],
  ['no id', newKey('a').slice(2), 'malformed_keys'],
  ['a short key', 'a:c2hvcnQ', 'malformed_keys'],
  ['a duplicate id', `${newKey('a')},${newKey('a')}`, 'malformed_keys'],
])('a ring with %s is refused, and no key is in the message', (_, text, code) => {
  expect(codeOf(() => parseKeyRing(text, 'PORTICO_KEYS'))).toBe(code)
  expect(() => parseKeyRing(text, 'PORTICO_KEYS')).toThrow(/^PORTICO_KEYS: (?!.*[\w-]{20})/)
})

test('keys come from the environment or from a command', async () => {
  const entry = newKey('k1')
  expect((await loadKeyRing({ environment: { PORTICO_KEYS: `${entry}\n${newKey('k0')}` } })).currentId).toBe('k1')
  const print = [process.execPath, '-e', `console.log(${JSON.stringify(entry)})`] as const
  expect((await loadKeyRing({ command: { command: print } })).currentId).toBe('k1')
  expect(await rejection(loadKeyRing({ environment: {} }))).toMatchObject({ code: 'no_keys' })
})

test.each([
  ['is not there', ['/nowhere/portico-keys'], 10_000, 'is not there'],
  ['fails', [process.execPath, '-e', 'console.log("k1:secret"); process.exit(3)'], 10_000, 'ended with 3'],
  ['takes too long', [process.execPath, '-e', 'setTimeout(() => {}, 60_000)'], 300, 'was killed after 300 ms'],
])('a command that %s is reported without its output', async (_, command, timeoutMs, message) => {
  const told = await rejection(loadKeyRing({ command: { command: command as [string], timeoutMs } }))
  expect(told.code).toBe('command_failed')
  expect(told.message).toContain(message)
  expect(told.message).not.toContain('secret')
})
