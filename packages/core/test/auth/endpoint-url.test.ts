import assert from 'node:assert/strict'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isAuthorizationError } from '../../src/auth/authorization-error.ts'
import { endpointTemplate, endpointUrl } from '../../src/auth/endpoint-url.ts'
import { clientCredentials } from '../../src/oauth.ts'
import { githubApp, jwtBearer } from '../../src/jwt.ts'
import { anyText } from '@portico/tools/any-text'

const zoho = 'https://accounts.zoho.{region}/oauth/v2/token'
const microsoft = 'https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token'

test('settings fill host and path', () => {
  expect(endpointUrl(zoho, { region: 'com.au' }).href).toBe('https://accounts.zoho.com.au/oauth/v2/token')
  expect(endpointUrl(microsoft, { tenant: 'contoso.onmicrosoft.com' }).href).toBe(
    'https://login.microsoftonline.com/contoso.onmicrosoft.com/oauth2/v2.0/token',
  )
})

test('no setting reaches another host, path or query', () => {
  const nasty = fc.oneof(
    fc.string(),
    anyText(),
    fc.stringMatching(/^[a-z0-9./:@?#%\\_-]{1,20}$/),
    fc.constantFrom(
      '..',
      '.',
      '../x',
      '%2e%2e',
      'a/b',
      'a?b',
      'evil.example/',
      '@evil.example',
      'com:8443',
      'a\\b',
      'com#',
      ' com',
      'com\n',
    ),
  )
  fc.assert(
    fc.property(nasty, (value) => {
      const urls = [zoho, microsoft].flatMap((template) => {
        try {
          return [endpointUrl(template, { region: value, tenant: value })]
        } catch (error) {
          if (!isAuthorizationError(error) || error.code !== 'invalid_input') throw error
          return []
        }
      })
      for (const url of urls) {
        assert.equal(url.protocol, 'https:')
        assert.equal(url.port + url.search + url.hash + url.username, '')
        if (url.hostname === 'login.microsoftonline.com') assert.match(url.pathname, /^\/[A-Za-z0-9._-]+\/oauth2\/v2\.0\/token$/)
        else {
          assert.ok(url.hostname.startsWith('accounts.zoho.'))
          assert.equal(url.pathname, '/oauth/v2/token')
        }
      }
    }),
    { numRuns: 300 },
  )
})

test('a missing setting is named', () => {
  expect(() => endpointUrl(zoho, {})).toThrow(/settings.region is missing/)
  expect(() => endpointUrl(microsoft, { tenant: '' })).toThrow(/settings.tenant is missing/)
  expect(() => endpointUrl(microsoft, Object.create({ tenant: 'inherited' }))).toThrow(/settings.tenant is missing/)
})

describe('plain http', () => {
  test.each(['http://127.0.0.1:4000/token', 'http://[::1]:4000/token', 'https://vendor.example/token'])('%s is taken', (url) => {
    expect(endpointTemplate('tokenUrl', url)).toBe(url)
  })

  test.each([
    'http://vendor.example/token',
    'http://127.0.0.1.evil.example/token',
    'http://10.0.0.1/token',
    'http://{host}.vendor.example/token',
    'https://{host}/token',
    'https://user:password@vendor.example/token',
    'https://vendor.example/token#x',
    'ftp://vendor.example/token',
    '/token',
    '',
  ])('%s is refused where it is written', (url) => {
    expect(() => endpointTemplate('tokenUrl', url)).toThrow(TypeError)
    expect(() => clientCredentials({ tokenUrl: url })).toThrow(/^tokenUrl: /)
    expect(() => jwtBearer({ tokenUrl: url, algorithm: 'RS256' })).toThrow(/^tokenUrl: /)
    expect(() => githubApp({ apiOrigin: url })).toThrow(/^apiOrigin: /)
  })
})
