import fc from 'fast-check'
import { expect, test } from 'vitest'
import { basic } from '../../src/auth/basic.ts'
import { bearer } from '../../src/auth/bearer.ts'
import { checkCredentials } from '../../src/auth/credential-check.ts'
import { githubApp } from '../../src/jwt.ts'
import { authorizationCode } from '../../src/oauth.ts'

const auth = {
  key: bearer(),
  login: basic(),
  app: githubApp(),
  user: authorizationCode({ authorizeUrl: 'https://a.example/auth', tokenUrl: 'https://a.example/token', scopes: [] }),
}
const check = (credentials: unknown) => checkCredentials('stripe', auth, credentials)

test('the scheme is chosen by its name', () => {
  expect(check({ key: 'sk_1' })).toEqual({ name: 'key', scheme: auth.key, credential: 'sk_1' })
  expect(check({ login: { username: 'u', password: 'p' } })).toMatchObject({ name: 'login' })
  expect(check({ user: { clientId: 'id' } })).toMatchObject({ name: 'user', credential: { clientId: 'id' } })
  expect(check({ key: 'sk_1', login: undefined })).toMatchObject({ name: 'key' })
})

test.each([
  [undefined, 'connector stripe needs credentials: one of key, login, app, user; got none'],
  [null, 'connector stripe needs credentials: one of key, login, app, user; got none'],
  [{}, 'connector stripe needs credentials: one of key, login, app, user; got none'],
  [{ key: '' }, 'connector stripe needs credentials: one of key, login, app, user; got none'],
  [
    'sk_1',
    'connector stripe needs credentials: one of key, login, app, user; got a string where an object belongs, such as { key: … }',
  ],
  [{ apiKey: 'x' }, 'connector stripe needs credentials: one of key, login, app, user; got apiKey'],
  [{ sk_live_51H: 'x' }, 'connector stripe needs credentials: one of key, login, app, user; got other names'],
  [{ toString: 'x' }, 'connector stripe needs credentials: one of key, login, app, user; got toString'],
  [{ key: 'x', login: { username: 'u', password: 'p' } }, 'connector stripe takes one credential; got key and login'],
  [{ key: { token: 'x' } }, 'connector stripe, credentials.key: expected the secret itself, as a string; got an object'],
  [{ login: 'x' }, 'connector stripe, credentials.login: expected { username, password }; got a string'],
  [{ login: ['x'] }, 'connector stripe, credentials.login: expected { username, password }; got an array'],
  [{ login: { username: 'u' } }, 'connector stripe, credentials.login: password is missing; it takes { username, password }'],
  [
    { app: { appId: '1', privateKey: '' } },
    'connector stripe, credentials.app: privateKey, installationId are missing; it takes { appId, privateKey, installationId }',
  ],
  [
    { user: { accessToken: 'x' } },
    'connector stripe, credentials.user: clientId is missing; it takes { clientId, clientSecret?, refreshToken?, accessToken?, expiresAt? }',
  ],
])('%j: %s', (credentials, problem) => {
  expect(check(credentials)).toEqual({ problem })
})

test('values are never repeated', () => {
  const secret = fc.string({ minLength: 8 }).map((text) => `§${text}§`)
  const shaped = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      secret,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('key', 'login', 'app', 'username', 'other'), tie('value')),
    ),
  })).value
  fc.assert(
    fc.property(shaped, (credentials) => {
      const checked = check(credentials)
      const problem = 'problem' in checked ? checked.problem : ''
      expect(problem).not.toContain('§')
    }),
  )
})
