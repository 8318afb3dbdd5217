import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTokenSource, type TokenSource } from '../../src/auth/token-source.ts'
import type { Token } from '../../src/contract/scheme.ts'
import { type AuthorizationCodeScheme, clientCredentials } from '../../src/oauth.ts'
import { memoryTokens } from '../../src/ports/memory/memory-tokens.ts'
import type { Tokens } from '../../src/ports/tokens.ts'
import { callApi, logIn, loginScheme } from './login.ts'
import { ManualClock } from './manual-clock.ts'
import { accessTokenS, type OAuthServer, serviceClient, startOAuthServer, webClient } from './oauth-server.ts'

let server: OAuthServer
let scheme: AuthorizationCodeScheme
let login: Token
let clock: ManualClock
beforeAll(async () => {
  server = await startOAuthServer()
  scheme = loginScheme(server)
})
beforeEach(async () => {
  server.reset()
  clock = new ManualClock(Date.now())
  login = await logIn(scheme)
  server.reset()
})
afterAll(() => server.close())

function source(tokens: Tokens): TokenSource {
  const { refreshToken } = login
  return createTokenSource({
    scheme,
    key: 'acme/main/vendor/user',
    tokens,
    credential: () => ({ ...webClient, ...(refreshToken !== undefined && { refreshToken }) }),
    settings: {},
    fetch: (url, init) => fetch(url, init),
    now: clock.now,
  })
}
const fifty = (...sources: readonly TokenSource[]) =>
  Promise.all(Array.from({ length: 50 }, async (_, index) => sources[index % sources.length]!.current()))

describe('50 calls at once on an expired token', () => {
  test('make one refresh', async () => {
    const tokens = memoryTokens()
    await tokens.write('acme/main/vendor/user', login)
    clock.time += (accessTokenS + 1) * 1000
    const given = await fifty(source(tokens))
    expect(server.tokenRequests).toBe(1)
    expect(server.granted).toEqual(['refresh_token'])
    expect(new Set(given.map(({ accessToken }) => accessToken)).size).toBe(1)
    expect(await callApi(server, given[0]!)).toBe(200)
  })

  test('make one refresh over two sources that share the port, and rotation stays valid round after round', async () => {
    const tokens = memoryTokens()
    const sources = [source(tokens), source(tokens)]
    for (let round = 1; round <= 8; round += 1) {
      const given = await fifty(...sources)
      expect(new Set(given.map(({ accessToken }) => accessToken)).size).toBe(1)
      expect(server.tokenRequests).toBe(round)
      expect(await callApi(server, given[0]!)).toBe(200)
      clock.time += (accessTokenS + 1) * 1000
    }
    expect(server.granted).toEqual(Array.from({ length: 8 }, () => 'refresh_token'))
  })

  test('the server does punish a refresh token that is used twice, so the tests above prove something', async () => {
    const [one, other] = [source(memoryTokens()), source(memoryTokens())]
    const token = await one.current()
    await expect(other.current()).rejects.toMatchObject({ code: 'unauthenticated', loginNeeded: true })
    expect(await callApi(server, token)).toBe(401)
  })

  test('make one request for client credentials', async () => {
    const fetchToken = (url: string, init?: RequestInit) => fetch(url, init)
    const service = clientCredentials({ tokenUrl: `${server.origin}/token` })
    const shared = { scheme: service, key: 'k', credential: () => serviceClient, settings: {}, fetch: fetchToken, now: clock.now }
    await fifty(createTokenSource({ ...shared, tokens: memoryTokens() }))
    expect(server.granted).toEqual(['client_credentials'])
  })
})

test('a token that the vendor refuses early is replaced once, by all who were refused', async () => {
  const tokens = memoryTokens()
  const sources = [source(tokens), source(tokens)]
  const [first] = await fifty(...sources)
  await server.endAccessToken(first!.accessToken)
  expect(await callApi(server, first!)).toBe(401)
  server.reset()
  const next = await Promise.all(
    Array.from({ length: 50 }, async (_, index) => {
      const own = sources[index % 2]!
      own.refused(first!)
      return own.current()
    }),
  )
  expect(server.granted).toEqual(['refresh_token'])
  expect(await callApi(server, next[0]!)).toBe(200)
})

test('no login is lost to a server that is down', async () => {
  const tokens = memoryTokens()
  const own = source(tokens)
  await own.current()
  clock.time += (accessTokenS + 1) * 1000
  server.fault = (_request, response) => {
    response.writeHead(503, { 'retry-after': '3' }).end()
    return true
  }
  await expect(fifty(own)).rejects.toMatchObject({ code: 'unavailable', retryAfterMs: 3_000 })
  server.fault = (request) => {
    request.socket.destroy()
    return true
  }
  await expect(own.current()).rejects.toMatchObject({ code: 'unavailable' })
  server.fault = undefined
  expect(await callApi(server, await own.current())).toBe(200)
})

test('one caller gives up while the refresh runs: the others get its token', async () => {
  const own = source(memoryTokens())
  const stop = new AbortController()
  const arrived = Promise.withResolvers<void>()
  server.fault = () => {
    arrived.resolve()
    return false
  }
  const impatient = own.current(stop.signal)
  const others = fifty(own)
  stop.abort(new Error('enough'))
  await expect(impatient).rejects.toThrow('enough')
  await arrived.promise
  expect(await callApi(server, (await others)[0]!)).toBe(200)
  expect(server.granted).toEqual(['refresh_token'])
})
