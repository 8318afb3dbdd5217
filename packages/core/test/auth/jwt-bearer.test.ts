import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { jwtBearer, type JwtBearerCredential, type JwtBearerOptions } from '../../src/jwt.ts'
import { type AssertionServer, startAssertionServer } from './assertion-server.ts'
import { ed25519, otherRsa, p256, pkcs8, rsa } from './keys.ts'

let server: AssertionServer
beforeAll(async () => {
  server = await startAssertionServer({ 'robot@project.example': rsa.publicKey, ec: p256.publicKey, ed: ed25519.publicKey })
})
beforeEach(() => {
  server.clockOffsetMs = 0
  server.requests = 0
  server.accepted.length = 0
  server.forms.length = 0
})
afterAll(() => server.close())

const good: JwtBearerCredential = { issuer: 'robot@project.example', privateKey: pkcs8 }

function acquire(credential: Partial<JwtBearerCredential> = {}, options: Partial<JwtBearerOptions> = {}) {
  const scheme = jwtBearer({ tokenUrl: `${server.origin}/token`, algorithm: 'RS256', ...options })
  const request = { credential: { ...good, ...credential }, settings: {}, previous: undefined, signal: undefined, now: Date.now }
  return scheme.acquire({ ...request, fetch: (url, init) => fetch(url, init) })
}

test('a signed assertion buys a token; scopes are a parameter', async () => {
  const before = Date.now()
  const token = await acquire({ keyId: 'key-1', subject: 'mona@example.com' }, { scopes: ['a', 'b'] })
  expect(token).toMatchObject({ accessToken: 'ya29.1', scopes: ['a', 'b'] })
  expect(Math.abs(token.expiresAt! - before - 3_600_000)).toBeLessThan(30_000)
  const { payload, protectedHeader } = server.accepted[0]!
  expect(protectedHeader).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'key-1' })
  expect(payload).toMatchObject({
    iss: 'robot@project.example',
    sub: 'mona@example.com',
    aud: `${server.origin}/token`,
    jti: expect.any(String),
  })
  expect(payload).not.toHaveProperty('scope')
  expect(payload.exp! - payload.iat!).toBe(300)
  expect(server.forms[0]!.get('scope')).toBe('a b')
  expect(server.forms[0]!.has('client_id')).toBe(false)
})

test("as Google has it: scopes in a claim, an hour, no subject, the key's line breaks escaped as in its JSON file", async () => {
  await acquire(
    { privateKey: pkcs8.replaceAll('\n', '\\n') },
    { scopes: ['https://www.googleapis.com/auth/drive'], scopesIn: 'claim', lifetimeS: 3_600 },
  )
  const { payload } = server.accepted[0]!
  expect(payload).toMatchObject({ scope: 'https://www.googleapis.com/auth/drive' })
  expect(payload).not.toHaveProperty('sub')
  expect(payload.exp! - payload.iat!).toBe(3_600)
  expect(server.forms[0]!.has('scope')).toBe(false)
})

test('no assertion is sent twice', async () => {
  await acquire()
  await acquire()
  expect(server.accepted[0]!.payload.jti).not.toBe(server.accepted[1]!.payload.jti)
})

test.each([
  ['ES256' as const, 'ec', p256.privateKey.export({ type: 'sec1', format: 'pem' }).toString()],
  ['EdDSA' as const, 'ed', ed25519.privateKey.export({ format: 'jwk' })],
  ['PS256' as const, 'robot@project.example', pkcs8],
])('signs with %s', async (algorithm, issuer, privateKey) => {
  expect(await acquire({ issuer, privateKey }, { algorithm })).toMatchObject({ accessToken: 'ya29.1' })
  expect(server.accepted[0]!.protectedHeader.alg).toBe(algorithm)
})

test.each([-3_600_000, 20_000, 3_600_000])('a clock that is off by %i ms does not matter', async (offset) => {
  server.clockOffsetMs = offset
  expect(await acquire()).toMatchObject({ accessToken: 'ya29.1' })
})

describe('refusals', () => {
  test('of the assertion are no reason to log in', async () => {
    const privateKey = otherRsa.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    await expect(acquire({ privateKey })).rejects.toMatchObject({
      code: 'unauthenticated',
      loginNeeded: false,
      message: expect.stringMatching(/invalid_grant.*check issuer, subject and private key/),
    })
    expect(server.requests).toBe(1)
  })

  test('that pass are said to', async () => {
    server.faults.push({ status: 503 })
    await expect(acquire()).rejects.toMatchObject({ code: 'unavailable' })
  })

  test.each([
    [{ privateKey: '-----BEGIN ENCRYPTED PRIVATE KEY-----\nx\n' }, {}, /is encrypted/],
    [{ privateKey: p256.privateKey.export({ format: 'jwk' }) }, {}, /of type ec, and RS256 needs rsa/],
    [{ privateKey: p256.privateKey.export({ format: 'jwk' }) }, { algorithm: 'ES384' as const }, /does not fit ES384/],
    [
      {
        privateKey: generateKeyPairSync('rsa', { modulusLength: 512 })
          .privateKey.export({ type: 'pkcs1', format: 'pem' })
          .toString(),
      },
      {},
      /has 512 bits, and RS256 needs 2048/,
    ],
    [{ issuer: 'a\nb' }, {}, /issuer has a control character/],
    [{ subject: '' }, {}, /subject is missing or empty/],
  ])('%#: what can not work is not sent', async (credential, options, words) => {
    await expect(acquire(credential, options)).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringMatching(words),
    })
    expect(server.requests).toBe(0)
  })

  test.each([0, 119, 3_601, Number.NaN])('a lifetime of %s s is refused where it is written', (lifetimeS) => {
    expect(() => jwtBearer({ tokenUrl: 'https://a.example/token', algorithm: 'RS256', lifetimeS })).toThrow(TypeError)
  })
})
