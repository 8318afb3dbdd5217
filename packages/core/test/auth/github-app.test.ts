import { inspect } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTokenSource } from '../../src/auth/token-source.ts'
import { githubApp, type GithubAppCredential } from '../../src/jwt.ts'
import { memoryTokens } from '../../src/ports/memory/memory-tokens.ts'
import { type AssertionServer, startAssertionServer } from './assertion-server.ts'
import { otherRsa, p256, pkcs1, pkcs8, rsa } from './keys.ts'

let server: AssertionServer
beforeAll(async () => {
  server = await startAssertionServer({ Iv23li: rsa.publicKey })
})
beforeEach(() => {
  server.clockOffsetMs = 0
  server.requests = 0
  server.accepted.length = 0
  server.headers.length = 0
})
afterAll(() => server.close())

const good: GithubAppCredential = { appId: 'Iv23li', privateKey: pkcs1, installationId: '42' }

function acquire(credential: Partial<GithubAppCredential> = {}, now = Date.now) {
  const request = { credential: { ...good, ...credential }, settings: {}, previous: undefined, signal: undefined, now }
  return githubApp({ apiOrigin: server.origin }).acquire({ ...request, fetch: (url, init) => fetch(url, init) })
}

test('an RS256 JWT of the app, a minute old and good for nine more, buys an installation token', async () => {
  const before = Date.now()
  const token = await acquire()
  expect(token).toMatchObject({ accessToken: 'ghs_1', fields: { permissions: { issues: 'write' }, repository_selection: 'all' } })
  expect(token.fields).not.toHaveProperty('token')
  expect(Math.abs(token.expiresAt! - before - 3_600_000)).toBeLessThan(30_000)
  const { payload, protectedHeader } = server.accepted[0]!
  expect(protectedHeader).toEqual({ alg: 'RS256', typ: 'JWT' })
  expect(payload).toEqual({ iss: 'Iv23li', iat: expect.any(Number), exp: payload.iat! + 600 })
  expect(payload.iat! * 1000).toBeLessThanOrEqual(before - 59_000)
  expect(server.headers[0]).toMatchObject({
    accept: 'application/vnd.github+json',
    'x-github-api-version': '2022-11-28',
    'user-agent': 'portico',
  })
})

test.each([
  ['PKCS#1, as GitHub gives it', pkcs1],
  ['PKCS#8', pkcs8],
  ['with escaped line breaks, as in an environment variable', pkcs1.replaceAll('\n', '\\n')],
  ['with Windows line breaks', pkcs8.replaceAll('\n', '\r\n')],
  ['as a JWK', rsa.privateKey.export({ format: 'jwk' })],
])('takes a key %s', async (_name, privateKey) => {
  expect(await acquire({ privateKey })).toMatchObject({ accessToken: 'ghs_1' })
})

describe('a clock that is off', () => {
  test.each([-3_600_000, -120_000, -20_000, 20_000, 120_000, 3_600_000])('by %i ms does not matter', async (offset) => {
    server.clockOffsetMs = offset
    const token = await acquire()
    // What counts is how long the token lasts, told by our own clock.
    expect(Math.abs(token.expiresAt! - Date.now() - 3_600_000)).toBeLessThan(30_000)
    expect(server.requests).toBeLessThanOrEqual(2)
  })

  test('is no excuse for a key that is wrong: two requests at most', async () => {
    server.clockOffsetMs = 3_600_000
    const privateKey = otherRsa.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    await expect(acquire({ privateKey })).rejects.toMatchObject({ code: 'unauthenticated' })
    expect(server.requests).toBe(2)
  })
})

describe('refusals', () => {
  test('name what to check', async () => {
    const privateKey = otherRsa.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    await expect(acquire({ privateKey })).rejects.toMatchObject({
      code: 'unauthenticated',
      message: expect.stringContaining('check appId and privateKey'),
    })
    expect(server.requests).toBe(1)
    await expect(acquire({ installationId: '43' })).rejects.toMatchObject({
      code: 'unauthenticated',
      message: expect.stringContaining('installationId'),
    })
  })

  test.each([
    [{ status: 502, body: '<html>' }, { code: 'unavailable' }],
    [
      { status: 429, headers: { 'retry-after': '60' } },
      { code: 'unavailable', retryAfterMs: 60_000 },
    ],
    [
      { status: 403, headers: { 'retry-after': '60' } },
      { code: 'unavailable', retryAfterMs: 60_000 },
    ],
    [
      { status: 403, body: '{"message":"This installation has been suspended"}' },
      { code: 'unauthenticated', message: /suspended/ },
    ],
    [
      { status: 201, body: '{"token":"ghs_x"}' },
      { code: 'unavailable', message: /expires_at/ },
    ],
    [{ status: 200, body: 'null' }, { code: 'unavailable' }],
  ])('%j', async (fault, { message = /./, ...expected }: { code: string; retryAfterMs?: number; message?: RegExp }) => {
    server.faults.push(fault)
    await expect(acquire()).rejects.toMatchObject({
      name: 'AuthorizationError',
      ...expected,
      message: expect.stringMatching(message),
    })
  })

  test.each([
    [{ installationId: '42/../43' }, 'installationId'],
    [{ installationId: '' }, 'installationId'],
    [{ appId: 'a b' }, 'appId'],
    [{ privateKey: 'not a key' }, 'privateKey'],
    [{ privateKey: rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString() }, 'public key'],
    [{ privateKey: p256.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }, 'RS256 needs rsa'],
    [{ privateKey: {} }, 'not a private JWK'],
  ])('%#: what can not work is not sent', async (credential, words) => {
    await expect(acquire(credential)).rejects.toMatchObject({ code: 'invalid_input', message: expect.stringContaining(words) })
    expect(server.requests).toBe(0)
  })

  test('show nothing of key or JWT', async () => {
    const cut = pkcs1.slice(0, 400)
    server.faults.push({
      status: 400,
      body: JSON.stringify({ message: `A JSON web token could not be decoded: eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9` }),
    })
    for (const privateKey of [cut, pkcs1]) {
      const shown = inspect(await acquire({ privateKey }).catch((error: unknown) => error), { depth: 10, showHidden: true })
      expect(shown).toContain('AuthorizationError')
      expect(shown).not.toContain('eyJhbGci')
      expect(shown).not.toContain(pkcs1.slice(100, 120))
    }
  })
})

test('one token for fifty calls, another when it runs out', async () => {
  let now = Date.now()
  const source = createTokenSource({
    scheme: githubApp({ apiOrigin: server.origin }),
    key: 'k',
    tokens: memoryTokens(),
    credential: () => good,
    settings: {},
    fetch: (url, init) => fetch(url, init),
    now: () => now,
  })
  const fifty = () => Promise.all(Array.from({ length: 50 }, async () => source.current()))
  await fifty()
  expect(server.accepted).toHaveLength(1)
  now += 3_600_000
  server.clockOffsetMs = 3_600_000
  expect((await fifty())[49]).toMatchObject({ accessToken: 'ghs_2' })
  expect(server.accepted).toHaveLength(2)
})

test('the API can be an Enterprise server, below a path', async () => {
  const urls: string[] = []
  const scheme = githubApp({ apiOrigin: 'https://github.{company}.example/api/v3/' })
  await scheme.acquire({
    credential: good,
    settings: { company: 'acme' },
    previous: undefined,
    signal: undefined,
    now: Date.now,
    fetch: async (url) => {
      urls.push(url)
      return Response.json({ token: 't', expires_at: new Date(Date.now() + 1_000).toISOString() }, { status: 201 })
    },
  })
  expect(urls).toEqual(['https://github.acme.example/api/v3/app/installations/42/access_tokens'])
  expect(scheme.hosts).toEqual(['https://github.{company}.example/api/v3'])
  expect(githubApp().hosts).toEqual(['https://api.github.com'])
})
