import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { authorizationCode, beginAuthorization, finishAuthorization, isAuthorizationCode, revoke } from '../../src/oauth.ts'
import { Browser } from './browser.ts'
import { callApi, logIn, loginScheme } from './login.ts'
import { accessTokenS, type OAuthServer, publicClient, redirectUri, startOAuthServer, webClient } from './oauth-server.ts'

let server: OAuthServer
beforeAll(async () => {
  server = await startOAuthServer()
})
beforeEach(() => server.reset())
afterAll(() => server.close())

describe('a login in the browser', () => {
  test('gives a token that the API takes, with its lifetime, scopes and refresh token', async () => {
    const before = Date.now()
    const token = await logIn(loginScheme(server))
    expect(await callApi(server, token)).toBe(200)
    expect(token.refreshToken).toBeTypeOf('string')
    expect(token.scopes).toEqual(['openid', 'read'])
    expect(token.expiresAt).toBeGreaterThanOrEqual(before + accessTokenS * 1000)
    expect(token.expiresAt).toBeLessThanOrEqual(Date.now() + accessTokenS * 1000)
    expect(token.fields).not.toHaveProperty('id_token')
    expect(server.granted).toEqual(['authorization_code'])
  })

  test('works for a public client, whose only proof is PKCE', async () => {
    const token = await logIn(loginScheme(server), publicClient)
    expect(await callApi(server, token)).toBe(200)
  })

  test('asks with S256, a fresh state and a fresh verifier', async () => {
    const scheme = loginScheme(server)
    const begin = () => beginAuthorization(scheme, { clientId: 'web', redirectUri })
    const [one, two] = await Promise.all([begin(), begin()])
    const query = new URL(one.url).searchParams
    expect(query.get('code_challenge_method')).toBe('S256')
    expect(query.get('code_challenge')).not.toBe(one.codeVerifier)
    expect(one.state.length).toBeGreaterThanOrEqual(43)
    expect(one.state).not.toBe(two.state)
    expect(one.codeVerifier).not.toBe(two.codeVerifier)
    expect(one.url).not.toContain(one.codeVerifier)
  })

  test('fails with another verifier', async () => {
    const scheme = loginScheme(server)
    const begun = await beginAuthorization(scheme, { clientId: 'web', redirectUri })
    const callback = await new Browser().until(begun.url, redirectUri)
    const other = await beginAuthorization(scheme, { clientId: 'web', redirectUri })
    await expect(
      finishAuthorization(scheme, callback, { ...begun, codeVerifier: other.codeVerifier }, { credential: webClient }),
    ).rejects.toMatchObject({ code: 'unauthenticated', loginNeeded: true })
  })

  test('trades a code once', async () => {
    const scheme = loginScheme(server)
    const begun = await beginAuthorization(scheme, { clientId: 'web', redirectUri })
    const callback = await new Browser().until(begun.url, redirectUri)
    await finishAuthorization(scheme, callback, begun, { credential: webClient })
    await expect(finishAuthorization(scheme, callback, begun, { credential: webClient })).rejects.toMatchObject({
      loginNeeded: true,
    })
  })
})

describe('a callback is refused, and nothing is sent,', () => {
  const cases: readonly [string, (callback: URL, origin: string) => void][] = [
    ['with another state', (callback) => callback.searchParams.set('state', 'x'.repeat(43))],
    ['without a state', (callback) => callback.searchParams.delete('state')],
    ['with two states', (callback) => callback.searchParams.append('state', 'second')],
    ['of another issuer', (callback) => callback.searchParams.set('iss', 'https://evil.example')],
    ['without the issuer that the vendor states', (callback) => callback.searchParams.delete('iss')],
    ['of another path', (callback) => (callback.pathname = '/elsewhere')],
    ['with an error', (callback) => callback.searchParams.set('error', 'access_denied')],
    ['with a token in it', (callback) => callback.searchParams.set('id_token', 'x')],
  ]
  test.each(cases)('%s', async (_name, change) => {
    const scheme = loginScheme(server)
    const begun = await beginAuthorization(scheme, { clientId: 'web', redirectUri })
    const callback = new URL(
      `${redirectUri}?${new URLSearchParams({ code: 'c', state: begun.state, iss: server.origin }).toString()}`,
    )
    change(callback, server.origin)
    await expect(finishAuthorization(scheme, callback.href, begun, { credential: webClient })).rejects.toMatchObject({
      name: 'AuthorizationError',
      code: 'unauthenticated',
      loginNeeded: true,
    })
    expect(server.tokenRequests).toBe(0)
  })

  test('of an origin that the login did not go to, for a vendor that states no issuer', async () => {
    const scheme = authorizationCode({
      authorizeUrl: `${server.origin}/auth`,
      tokenUrl: `${server.origin}/token`,
      scopes: ['openid'],
    })
    const begun = await beginAuthorization(scheme, { clientId: 'web', redirectUri })
    const good = new URL(await new Browser().until(begun.url, redirectUri))
    expect(good.searchParams.get('iss')).toBe(server.origin)
    const evil = new URL(good)
    evil.searchParams.set('iss', 'https://evil.example')
    await expect(finishAuthorization(scheme, evil.href, begun, { credential: webClient })).rejects.toMatchObject({
      loginNeeded: true,
    })
    await expect(finishAuthorization(scheme, good.href, begun, { credential: webClient })).resolves.toHaveProperty('accessToken')
  })
})

describe('renewal', () => {
  const request = (scheme: ReturnType<typeof loginScheme>, credential: object, previous: unknown) =>
    scheme.acquire({
      credential: { ...webClient, ...credential },
      previous: previous as never,
      settings: {},
      fetch: (url, init) => fetch(url, init),
      now: Date.now,
      signal: undefined,
    })

  test('keeps a rotated refresh token', async () => {
    const scheme = loginScheme(server)
    const first = await logIn(scheme)
    const second = await request(scheme, {}, first)
    expect(second.refreshToken).not.toBe(first.refreshToken)
    expect(second.scopes).toEqual(['openid', 'read'])
    expect(await callApi(server, second)).toBe(200)
    expect(await callApi(server, await request(scheme, {}, second))).toBe(200)
  })

  test('keeps the old refresh token, and fields, when the answer has none', async () => {
    const scheme = loginScheme(server)
    server.fault = (_request, response) => {
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end('{"access_token":"a2","token_type":"Bearer","expires_in":"60"}')
      return true
    }
    const previous = {
      accessToken: 'a1',
      refreshToken: 'r1',
      scopes: ['read'],
      fields: { instance_url: 'https://eu.vendor.example' },
    }
    const token = await request(scheme, {}, previous)
    expect(token).toMatchObject({ accessToken: 'a2', refreshToken: 'r1', scopes: ['read'], fields: previous.fields })
    expect(token.expiresAt! - Date.now()).toBeGreaterThan(50_000)
  })

  test("starts from the credential's refresh token, and from its access token while that lasts", async () => {
    const scheme = loginScheme(server)
    const token = await logIn(scheme)
    server.reset()
    const { accessToken, refreshToken, expiresAt } = token
    await expect(request(scheme, { accessToken, refreshToken, expiresAt }, undefined)).resolves.toMatchObject({
      accessToken,
      refreshToken,
      expiresAt,
    })
    expect(server.tokenRequests).toBe(0)
    const renewed = await request(scheme, { accessToken, refreshToken, expiresAt: Date.now() - 1 }, undefined)
    expect(renewed.accessToken).not.toBe(accessToken)
    expect(server.granted).toEqual(['refresh_token'])
  })

  test('a refused access token is not given again', async () => {
    const scheme = loginScheme(server)
    const { accessToken, refreshToken } = await logIn(scheme)
    const renewed = await request(scheme, { accessToken, refreshToken }, { accessToken, refreshToken, fields: {} })
    expect(renewed.accessToken).not.toBe(accessToken)
  })

  test('after a new login the credential takes over from a stored token that is over', async () => {
    const scheme = loginScheme(server)
    const old = await logIn(scheme)
    await revoke(scheme, old, { credential: webClient })
    const { refreshToken } = await logIn(scheme)
    const token = await request(scheme, { refreshToken }, old)
    expect(await callApi(server, token)).toBe(200)
  })

  test('says to log in again when the login is over, or when there never was one', async () => {
    const scheme = loginScheme(server)
    const over = await logIn(scheme)
    await revoke(scheme, over, { credential: webClient })
    await expect(request(scheme, {}, over)).rejects.toMatchObject({
      code: 'unauthenticated',
      loginNeeded: true,
      message: expect.stringContaining('log in again'),
    })
    await expect(request(scheme, {}, undefined)).rejects.toMatchObject({ code: 'unauthenticated', loginNeeded: true })
  })

  test('a wrong client secret does not ask for a new login', async () => {
    const scheme = loginScheme(server)
    const token = await logIn(scheme)
    const failure = request(scheme, { clientSecret: 'wrong-secret-wrong-secret' }, token)
    await expect(failure).rejects.toMatchObject({ code: 'unauthenticated', loginNeeded: false })
    await expect(failure).rejects.not.toThrow(/wrong-secret/)
    // Nothing was lost by it.
    expect(await callApi(server, await request(scheme, {}, token))).toBe(200)
  })
})

describe('revocation', () => {
  test('ends refresh and access token', async () => {
    const scheme = loginScheme(server)
    const token = await logIn(scheme)
    expect(await revoke(scheme, token, { credential: webClient })).toEqual(['refresh_token', 'access_token'])
    expect(await callApi(server, token)).toBe(401)
  })

  test('says so where the vendor has no endpoint for it', async () => {
    const scheme = authorizationCode({ authorizeUrl: `${server.origin}/auth`, tokenUrl: `${server.origin}/token`, scopes: [] })
    await expect(revoke(scheme, { accessToken: 'a' }, { credential: webClient })).rejects.toMatchObject({ code: 'invalid_input' })
  })

  test('where access tokens can not be revoked, the refresh token still is', async () => {
    const scheme = loginScheme(server)
    const token = await logIn(scheme)
    let asked = 0
    server.fault = (_request, response) => {
      asked += 1
      if (asked === 1) return false
      response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":"unsupported_token_type"}')
      return true
    }
    expect(await revoke(scheme, token, { credential: webClient })).toEqual(['refresh_token'])
  })
})

describe('the description', () => {
  test('states what a pin and a login need, and no secret', () => {
    const scheme = loginScheme(server)
    expect(isAuthorizationCode(scheme)).toBe(true)
    expect(scheme.hosts).toEqual([`${server.origin}/token`, `${server.origin}/device/auth`, `${server.origin}/token/revocation`])
    expect(scheme.statement).toMatchObject({ grant: 'authorization_code', pkce: 'S256', scopes: ['openid', 'read'] })
  })

  test('takes no parameter that the login sets itself', () => {
    const options = { authorizeUrl: 'https://a.example/auth', tokenUrl: 'https://a.example/token', scopes: [] }
    expect(() => authorizationCode({ ...options, authorizeParameters: { state: 'fixed' } })).toThrow(/authorizeParameters.state/)
  })

  test('separates scopes as the vendor does, adds its parameters and fills settings', async () => {
    const scheme = authorizationCode({
      authorizeUrl: 'https://accounts.zoho.{region}/oauth/v2/auth?version=2',
      tokenUrl: 'https://accounts.zoho.{region}/oauth/v2/token',
      scopes: ['ZohoCRM.modules.ALL', 'ZohoCRM.settings.READ'],
      scopeSeparator: ',',
      authorizeParameters: { access_type: 'offline' },
    })
    const { url } = await beginAuthorization(scheme, {
      clientId: 'id',
      redirectUri: 'https://app.example/done',
      settings: { region: 'com.au' },
    })
    expect(url).toMatch(/^https:\/\/accounts\.zoho\.com\.au\/oauth\/v2\/auth\?version=2&access_type=offline&/)
    expect(new URL(url).searchParams.get('scope')).toBe('ZohoCRM.modules.ALL,ZohoCRM.settings.READ')
  })

  test.each(['http://app.example/done', 'ftp://127.0.0.1/', 'not a url', 'https://app.example/#done'])(
    'refuses the redirect URI %s',
    async (uri) => {
      await expect(beginAuthorization(loginScheme(server), { clientId: 'id', redirectUri: uri })).rejects.toMatchObject({
        code: 'invalid_input',
      })
    },
  )
})
