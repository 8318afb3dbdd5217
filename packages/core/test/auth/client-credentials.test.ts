import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { clientCredentials, type ClientCredentialsOptions } from '../../src/oauth.ts'
import { accessTokenS, type OAuthServer, serviceClient, startOAuthServer } from './oauth-server.ts'

let server: OAuthServer
beforeAll(async () => {
  server = await startOAuthServer()
})
beforeEach(() => server.reset())
afterAll(() => server.close())

function acquire(options: Partial<ClientCredentialsOptions> = {}, credential = serviceClient, send: typeof fetch = fetch) {
  const scheme = clientCredentials({ tokenUrl: `${server.origin}/token`, ...options })
  const request = { credential, settings: {}, previous: undefined, fetch: (url: string, init?: RequestInit) => send(url, init) }
  return scheme.acquire({ ...request, now: () => 1_000_000, signal: undefined })
}

test('gives a token with lifetime and scopes; id and secret survive their encoding', async () => {
  const token = await acquire({ scopes: ['read', 'write'] })
  expect(token).toMatchObject({ expiresAt: 1_000_000 + accessTokenS * 1000, scopes: ['read', 'write'] })
  expect(token.accessToken).not.toBe('')
  expect(token.refreshToken).toBeUndefined()
  expect(server.granted).toEqual(['client_credentials'])
})

test('the secret goes to the header, or into the form where the vendor wants it there', async () => {
  const credential = { clientId: 'service-post', clientSecret: 'post-secret-0123456789' }
  const sent: { header: string | undefined; form: URLSearchParams }[] = []
  const recording: typeof fetch = (url, init) => {
    sent.push({
      header: new Headers(init?.headers).get('authorization') ?? undefined,
      form: new URLSearchParams(init?.body as URLSearchParams),
    })
    return fetch(url, init)
  }
  await expect(acquire({ authMethod: 'post', parameters: { audience: 'x' } }, credential, recording)).resolves.toHaveProperty(
    'accessToken',
  )
  await expect(acquire({ authMethod: 'basic' }, credential, recording)).resolves.toHaveProperty('accessToken')
  expect(sent[0]!.header).toBeUndefined()
  expect(sent[0]!.form.get('client_secret')).toBe(credential.clientSecret)
  expect(sent[0]!.form.get('audience')).toBe('x')
  expect(sent[1]!.header).toBe(`Basic ${btoa('service-post:post-secret-0123456789')}`)
  expect(sent[1]!.form.has('client_secret')).toBe(false)
})

describe('refusals', () => {
  test('a wrong secret is unauthenticated, in words that do not hold it', async () => {
    const failure = await acquire({}, { ...serviceClient, clientSecret: 'not-the-secret-at-all' }).catch(
      (error: unknown) => error,
    )
    expect(failure).toMatchObject({ name: 'AuthorizationError', code: 'unauthenticated', loginNeeded: false })
    expect(String(failure)).toMatch(/invalid_client.*check client id and client secret/)
    expect(String(failure)).not.toContain('not-the-secret')
  })

  test('a scope that the client may not have is said in the words of the server', async () => {
    await expect(acquire({ scopes: ['openid'] })).rejects.toThrow(/400 invalid_scope/)
  })

  test.each([
    [{ clientId: 'a b', clientSecret: 's' }, /clientId/],
    [{ clientId: '', clientSecret: 's' }, /clientId/],
    [{ clientId: 'a', clientSecret: 's\n' }, /clientSecret/],
  ])('%j is not sent', async (credential, what) => {
    await expect(acquire({}, credential)).rejects.toMatchObject({ code: 'invalid_input', message: expect.stringMatching(what) })
    expect(server.tokenRequests).toBe(0)
  })
})
