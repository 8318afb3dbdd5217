import fc from 'fast-check'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { apiKey } from '../../src/auth/api-key.ts'
import { isAuthorizationError } from '../../src/auth/authorization-error.ts'
import { basic } from '../../src/auth/basic.ts'
import { bearer } from '../../src/auth/bearer.ts'
import { signed } from '../../src/auth/signed.ts'
import { signingAt } from '../../src/auth/signing.ts'
import type { CredentialsOf } from '../../src/contract/scheme.ts'
import type { Wire } from '../../src/contract/wire.ts'
import { anyText } from '@portico/tools/any-text'

const visible = fc.string({ unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)), minLength: 1 })
const control = fc
  .oneof(fc.integer({ min: 0, max: 0x1f }), fc.integer({ min: 0x7f, max: 0x9f }))
  .map((code) => String.fromCharCode(code))

function refusal(run: () => unknown): Error {
  try {
    run()
  } catch (error) {
    if (isAuthorizationError(error) && error.code === 'invalid_input') return error
    throw error
  }
  throw new Error('it was not refused')
}

describe('bearer', () => {
  test('sends any visible ASCII as it is', () => {
    fc.assert(
      fc.property(visible, (token) => {
        expect(bearer().apply(token)).toEqual({ headers: { authorization: `Bearer ${token}` } })
      }),
    )
  })

  test('refuses control characters anywhere, and does not show the token', () => {
    const token = fc.tuple(fc.string(), control, fc.string()).map(([before, bad, after]) => `secret-${before}${bad}${after}`)
    fc.assert(
      fc.property(token, (value) => {
        const { message } = refusal(() => bearer().apply(value))
        expect(message).toContain('the bearer token')
        expect(message).not.toContain('secret-')
      }),
    )
  })

  test.each([
    ['', /empty/],
    ['ghp_1\n', /line break/],
    ['Bearer ghp_1', /without a prefix/],
    ['gh\u00a0p', /outside ASCII/],
    ['tökén', /outside ASCII/],
  ])('refuses %j with the reason', (token, reason) => {
    expect(refusal(() => bearer().apply(token)).message).toMatch(reason)
  })
})

describe('basic', () => {
  const decoded = (header: string | undefined): string => Buffer.from(header!.slice('Basic '.length), 'base64').toString('utf8')

  test('encodes user name and password as UTF-8', () => {
    const text = anyText({ minLength: 1 }).filter((value) => !/\p{Cc}/u.test(value))
    const name = text.filter((value) => !value.includes(':'))
    fc.assert(
      fc.property(name, text, (username, password) => {
        expect(decoded(basic().apply({ username, password }).headers?.['authorization'])).toBe(`${username}:${password}`)
      }),
    )
  })

  test('takes one secret as the user name, with an empty password', () => {
    expect(decoded(basic({ only: 'username' }).apply('sk_test_1').headers?.['authorization'])).toBe('sk_test_1:')
  })

  test('takes one secret as the password of a name that all callers have', () => {
    const scheme = basic({ only: 'password', username: 'api' })
    expectTypeOf(scheme.apply).parameter(0).toEqualTypeOf<string>()
    expect(decoded(scheme.apply('key-1').headers?.['authorization'])).toBe('api:key-1')
    expect(scheme.fields).toEqual([{ name: '', secret: true }])
    expect(() => scheme.apply('')).toThrow('the password is missing or empty')
  })

  test("takes the vendor's names, and its mark after the user name", () => {
    const scheme = basic({ username: 'email', password: 'apiToken', usernameSuffix: '/token' })
    expectTypeOf(scheme.apply).parameter(0).toEqualTypeOf<Readonly<Record<'email' | 'apiToken', string>>>()
    expect(decoded(scheme.apply({ email: 'mona@example.com', apiToken: 'x' }).headers?.['authorization'])).toBe(
      'mona@example.com/token:x',
    )
    expect(scheme.fields).toEqual([
      { name: 'email', secret: false },
      { name: 'apiToken', secret: true },
    ])
  })

  test('refuses a colon in the user name, and control characters in both', () => {
    expect(refusal(() => basic().apply({ username: 'a:b', password: 'p' })).message).toMatch(/^username has a colon/)
    expect(refusal(() => basic().apply({ username: 'a', password: 'hunter2\r\nx-evil: 1' })).message).not.toContain('hunter2')
    expect(() => basic({ username: 'key', password: 'key' })).toThrow(TypeError)
  })
})

describe('apiKey', () => {
  test('goes to a header, with its prefix', () => {
    expect(apiKey({ in: 'header', name: 'X-Api-Key' }).apply('k')).toEqual({ headers: { 'x-api-key': 'k' } })
    expect(apiKey({ in: 'header', name: 'Authorization', prefix: 'Token token=' }).apply('k')).toEqual({
      headers: { authorization: 'Token token=k' },
    })
  })

  test('goes to the query as it is, for core to encode', () => {
    expect(apiKey({ in: 'query', name: 'key' }).apply('a&b=c d')).toEqual({ query: { key: 'a&b=c d' } })
    expect(refusal(() => apiKey({ in: 'query', name: 'key' }).apply('top-secret\n')).message).not.toContain('top-secret')
  })

  test.each(['Host', 'Content-Length', 'Transfer-Encoding', 'x y', 'a\nb', ''])('refuses the header name %j', (name) => {
    expect(() => apiKey({ in: 'header', name })).toThrow(TypeError)
  })

  test('refuses a prefix that would break the header', () => {
    expect(() => apiKey({ in: 'header', name: 'x-key', prefix: 'a\n' })).toThrow(TypeError)
    expect(() => apiKey({ in: 'query', name: '' })).toThrow(TypeError)
  })
})

describe('signed', () => {
  const scheme = signed<{ accessKeyId: string; secretKey: string }>({
    fields: { accessKeyId: 'shown', secretKey: 'secret' },
    algorithm: 'EXAMPLE-HMAC-SHA256',
    sign: (wire, { accessKeyId, secretKey }, { now, hmac, sha256 }) => {
      const text = [wire.method, wire.url.pathname, now.toISOString(), sha256(wire.body ?? '')].join('\n')
      return {
        'X-Date': now.toISOString(),
        Authorization: `${accessKeyId}:${Buffer.from(hmac('sha256', secretKey, text)).toString('hex')}`,
      }
    },
  })
  const wire: Wire = {
    method: 'POST',
    url: new URL('https://files.example/v1/a'),
    headers: {},
    body: new TextEncoder().encode('{}'),
  }

  test('signs final bytes at the time given: same in, same out; one byte more, another signature', () => {
    const credential = { accessKeyId: 'id', secretKey: 'key' }
    const at = Date.parse('2026-11-24T00:00:00Z')
    const headers = scheme.sign(wire, credential, signingAt(at))
    // openssl: printf 'POST\n/v1/a\n2026-11-24T00:00:00.000Z\n<sha256 of {}>' | openssl dgst -sha256 -hmac key
    expect(headers).toEqual({
      'x-date': '2026-11-24T00:00:00.000Z',
      authorization: 'id:5119247dbd2cfb3730801e448661e2aba7cb5e76a29bd1809c386499fae9bc69',
    })
    expect(scheme.sign({ ...wire, body: new TextEncoder().encode('{ }') }, credential, signingAt(at))).not.toEqual(headers)
    expect(scheme.sign(wire, credential, signingAt(at + 1))).not.toEqual(headers)
    expect(scheme.fields).toEqual([
      { name: 'accessKeyId', secret: false },
      { name: 'secretKey', secret: true },
    ])
  })

  test('a credential can not bring a header of its own', () => {
    expect(refusal(() => scheme.sign(wire, { accessKeyId: 'id\r\nx-evil: 1', secretKey: 'k' }, signingAt(0))).message).toMatch(
      /Authorization/,
    )
  })

  test('the signing tools are the standard ones', () => {
    const { hmac, sha256 } = signingAt(0)
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
    // RFC 4231, test case 2.
    expect(Buffer.from(hmac('sha256', 'Jefe', 'what do ya want for nothing?')).toString('hex')).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    )
    // RFC 2202, test case 2.
    expect(Buffer.from(hmac('sha1', 'Jefe', 'what do ya want for nothing?')).toString('hex')).toBe(
      'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79',
    )
  })
})

test('credentials are typed by the schemes of a vendor', () => {
  const auth = { token: bearer(), login: basic(), aws: signed<{ id: string }>({ fields: { id: 'shown' }, sign: () => ({}) }) }
  expectTypeOf<CredentialsOf<typeof auth>>().toEqualTypeOf<
    | { readonly token: string }
    | { readonly login: { readonly username: string; readonly password: string } }
    | { readonly aws: { id: string } }
  >()
  expect(Object.values(auth).map(({ kind }) => kind)).toEqual(['bearer', 'basic', 'signed'])
})
