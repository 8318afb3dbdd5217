import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { AuthorizationError } from '../../src/auth/authorization-error.ts'
import { HostNotAllowed } from '../../src/http/host-not-allowed.ts'
import { authorizationCode } from '../../src/oauth.ts'

const scheme = authorizationCode({
  authorizeUrl: 'https://vendor.example/auth',
  tokenUrl: 'https://vendor.example/token',
  scopes: ['a', 'b'],
  loginAgainCodes: ['bad_refresh_token'],
})
const secrets = { refreshToken: 'refresh-token-7f3a9c', clientSecret: 'client secret: 51c&', accessToken: 'access-token-1b2d' }

/** A renewal that is answered so. */
function renew(fetch: (url: string, init?: RequestInit) => Promise<Response>) {
  const { refreshToken, clientSecret } = secrets
  return scheme.acquire({
    credential: { clientId: 'id', clientSecret, refreshToken },
    settings: {},
    previous: undefined,
    fetch,
    now: () => 0,
    signal: undefined,
  })
}
const answered = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  renew(
    async () =>
      new Response(typeof body === 'string' ? body : JSON.stringify(body), {
        status,
        headers: { 'content-type': 'application/json', ...headers },
      }),
  )
const good = { access_token: 'at', token_type: 'Bearer', expires_in: 60 }

describe('answers as vendors write them', () => {
  test.each([
    ['a token type of its own', { ...good, token_type: 'bot' }, { accessToken: 'at', expiresAt: 60_000 }],
    ['no token type', { access_token: 'at' }, { accessToken: 'at', scopes: ['a', 'b'] }],
    ['a lifetime as text', { ...good, expires_in: '3600' }, { expiresAt: 3_600_000 }],
    [
      'nulls',
      { ...good, refresh_token: null, scope: null, expires_in: null },
      { refreshToken: secrets.refreshToken, scopes: ['a', 'b'] },
    ],
    ['scopes with commas', { ...good, scope: 'x,y' }, { scopes: ['x', 'y'] }],
    ['scopes as a list', { ...good, scope: ['x', 'y'] }, { scopes: ['x', 'y'] }],
    ['fields of its own', { ...good, instance_url: 'https://eu.example' }, { fields: { instance_url: 'https://eu.example' } }],
    ['an ID token, which is dropped', { ...good, id_token: 'e30.e30.e30' }, { fields: {} }],
  ])('%s', async (_name, body, expected) => {
    expect(await answered(200, body)).toMatchObject(expected)
  })

  test('status 201', async () => {
    expect(await answered(201, good)).toMatchObject({ accessToken: 'at' })
  })
})

describe('refusals', () => {
  test.each([
    ['invalid_grant', 400, { error: 'invalid_grant' }, { code: 'unauthenticated', loginNeeded: true }],
    [
      "the vendor's own code for it, with status 200",
      200,
      { error: 'bad_refresh_token' },
      { code: 'unauthenticated', loginNeeded: true },
    ],
    [
      'another refusal with status 200',
      200,
      { ok: false, error: 'invalid_arguments' },
      { code: 'unauthenticated', loginNeeded: false },
    ],
    ['invalid_client with 401', 401, { error: 'invalid_client' }, { code: 'unauthenticated', loginNeeded: false }],
    ['a 5xx', 503, 'down', { code: 'unavailable', loginNeeded: false, retryAfterMs: undefined }],
    ['a 429', 429, '', { code: 'unavailable' }],
    ['temporarily_unavailable', 400, { error: 'temporarily_unavailable' }, { code: 'unavailable' }],
    ['a redirect', 302, '', { code: 'invalid_input' }],
    ['no such page', 404, '<html>', { code: 'invalid_input' }],
    ['HTML with 200', 200, '<html>', { code: 'unavailable' }],
    ['no access token', 200, { token_type: 'bearer' }, { code: 'unavailable' }],
    ['a token that needs a proof', 200, { ...good, token_type: 'DPoP' }, { code: 'unavailable' }],
    ['a lifetime that is not a number', 200, { ...good, expires_in: 'soon' }, { code: 'unavailable' }],
    ['a list', 200, [], { code: 'unavailable' }],
  ])('%s', async (_name, status, body, expected) => {
    await expect(answered(status, body)).rejects.toMatchObject({ name: 'AuthorizationError', ...expected })
  })

  test('say when to come back, in seconds or as a date by the clock of the vendor', async () => {
    await expect(answered(429, '', { 'retry-after': '7' })).rejects.toMatchObject({ retryAfterMs: 7_000 })
    const headers = { date: 'Tue, 24 Nov 2026 10:00:00 GMT', 'retry-after': 'Tue, 24 Nov 2026 10:00:30 GMT' }
    await expect(answered(503, '', headers)).rejects.toMatchObject({ retryAfterMs: 30_000 })
  })

  test('repeat what the vendor says, unless it repeats a secret', async () => {
    const described = (text: string) => answered(400, { error: 'invalid_request', error_description: text })
    await expect(described('The app is suspended.')).rejects.toThrow(/400 invalid_request: The app is suspended\./)
    for (const secret of Object.values(secrets).slice(0, 2)) await expect(described(`bad: ${secret}`)).rejects.not.toThrow(/bad:/)
    await expect(described(`bad: ${secrets.refreshToken.slice(0, 12)}…`)).rejects.not.toThrow(/bad:/)
  })

  test('an error code that is not one is not repeated', async () => {
    await expect(answered(400, { error: `oops ${secrets.refreshToken}` })).rejects.toSatisfy(
      (error) => !String(error).includes('oops'),
    )
  })
})

test('no answer is unavailable, and keeps the reason as its cause', async () => {
  const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
  await expect(renew(() => Promise.reject(cause))).rejects.toMatchObject({
    code: 'unavailable',
    message: 'vendor.example did not answer',
    cause,
  })
})

test('a host that the connection does not allow stays that', async () => {
  await expect(renew(() => Promise.reject(new HostNotAllowed('no')))).rejects.toBeInstanceOf(HostNotAllowed)
})

test('no failure holds a secret, however deep', async () => {
  const bodies = [
    { error: 'invalid_grant', error_description: `refresh token ${secrets.refreshToken} of ${secrets.clientSecret}` },
    { refresh_token: secrets.refreshToken, access_token: 7 },
    { ...good, access_token: secrets.accessToken, token_type: 'mac' },
    { ...good, access_token: secrets.accessToken, expires_in: 'never' },
    `<html>${secrets.clientSecret}</html>`,
  ]
  for (const body of bodies) {
    for (const status of [200, 400, 401, 500]) {
      const failure: unknown = await answered(status, body).catch((error: unknown) => error)
      expect(failure).toBeInstanceOf(AuthorizationError)
      const shown = inspect(failure, { depth: 10, showHidden: true })
      for (const secret of Object.values(secrets)) expect(shown).not.toContain(secret)
    }
  }
})
