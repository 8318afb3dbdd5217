import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { InvalidRequest } from '../../src/http/invalid-request.ts'
import { renderOrigin } from '../../src/http/origin-template.ts'
import { anyText } from '@portico/tools/any-text'
import { refusedField } from './invalid.ts'

describe('renderOrigin', () => {
  test.each([
    ['https://api.vendor.com', {}, 'https://api.vendor.com', ''],
    ['https://api.vendor.com/', {}, 'https://api.vendor.com', ''],
    ['https://api.vendor.com/v2/', {}, 'https://api.vendor.com', '/v2'],
    ['https://{subdomain}.zendesk.com', { subdomain: 'acme' }, 'https://acme.zendesk.com', ''],
    ['https://{subdomain}.zendesk.com/api/v2', { subdomain: 'acme-2' }, 'https://acme-2.zendesk.com', '/api/v2'],
    ['https://www.zohoapis.{region}', { region: 'com.au' }, 'https://www.zohoapis.com.au', ''],
    ['https://api-{dc}.vendor.com', { dc: 'us1' }, 'https://api-us1.vendor.com', ''],
    ['https://{shop}.{region}.vendor.com:8443', { shop: 'a', region: 'eu' }, 'https://a.eu.vendor.com:8443', ''],
    [
      'https://api.atlassian.com/ex/jira/{cloudId}',
      { cloudId: '1324a887-45db' },
      'https://api.atlassian.com',
      '/ex/jira/1324a887-45db',
    ],
    ['https://{dc}.vendor.com/v3/company/{realm}/', { dc: 'eu', realm: '12' }, 'https://eu.vendor.com', '/v3/company/12'],
    ['https://api.vendor.com/v{version}.json', { version: '2.1' }, 'https://api.vendor.com', '/v2.1.json'],
  ])('%s with %o', (template, settings, origin, path) => {
    expect(renderOrigin(template, settings)).toEqual({ origin, path })
  })

  test.each([
    'acme.evil',
    'evil.com/',
    'evil.com#',
    'evil.com?',
    'a@evil.com',
    'a:b',
    'evil.com\\',
    'a%2eb',
    ' a',
    'a\n',
    '',
    '.',
    '-a',
    'a-',
    'A',
    'é',
    'a_b',
    'a'.repeat(64),
    undefined,
    null,
    1,
  ])('refuses %o for a subdomain', (subdomain) => {
    expect(refusedField(() => renderOrigin('https://{subdomain}.zendesk.com', { subdomain }))).toBe('subdomain')
  })

  test.each(['com..au', '.com', 'com.', 'com/au', 'com:80', 'com@evil.com', 'com#', '1', '0x7f', ''])(
    'refuses %o where it ends the host',
    (region) => {
      expect(refusedField(() => renderOrigin('https://www.zohoapis.{region}', { region }))).toBe('region')
    },
  )

  test.each([
    'a/b',
    '..',
    '.',
    'a..b',
    'a/../b',
    '%2e%2e',
    '%2f',
    'a\\b',
    'a?b',
    'a#b',
    'a;b',
    ' a',
    'a\n',
    'é',
    '{a}',
    '',
    undefined,
    null,
    1,
  ])('refuses %o for a part of the path', (account) => {
    expect(refusedField(() => renderOrigin('https://api.vendor.com/v1/{account}/x', { account }))).toBe('account')
  })

  test.each(['https://{constructor}.vendor.com', 'https://vendor.com/{constructor}'])(
    'takes no setting of %s from the prototype',
    (template) => {
      expect(refusedField(() => renderOrigin(template, {}))).toBe('constructor')
    },
  )

  test.each([
    'http://api.vendor.com',
    'https://{host}',
    'https://{a}.{b}',
    'https://{subdomain}.vendor.com?a=b',
    'https://user@vendor.com',
    'https://vendor.com/{path',
    'https://vendor.com/{}',
    'https://vendor.com/{{path}}',
    'https://vendor.com/a/../{path}',
    'https://vendor.com/a b',
    'api.vendor.com',
    'https://API.vendor.com',
    'https://vendor.com.',
  ])('refuses the template %s', (template) => {
    expect(() => renderOrigin(template, { host: 'a', a: 'a', b: 'b', subdomain: 'a', path: 'a' })).toThrow(TypeError)
  })

  test('whatever the setting, the host stays below what the template fixes', () => {
    const hostile = fc.string({
      unit: fc.constantFrom('a', 'z', '0', '-', '.', '/', '@', ':', '#', '?', '%', '\\', ' ', 'é', '。', '\t', 'x', 'n'),
      maxLength: 12,
    })
    fc.assert(
      fc.property(fc.oneof(hostile, anyText()), (subdomain) => {
        try {
          const { origin, path } = renderOrigin('https://{subdomain}.zendesk.com/v2', { subdomain })
          assert.equal(new URL(origin + path).href, `https://${subdomain}.zendesk.com/v2`)
          assert.equal(new URL(origin).hostname.split('.').length, 3)
        } catch (error) {
          if (!(error instanceof InvalidRequest)) throw error
        }
      }),
      { numRuns: 500 },
    )
  })

  test('whatever the setting, the path stays below what the template fixes', () => {
    const hostile = fc.string({
      unit: fc.constantFrom('a', 'z', '0', '-', '.', '/', '@', ':', '#', '?', '%', '2', 'e', 'f', '\\', ' ', ';', '{', '}', '\t'),
      maxLength: 12,
    })
    fc.assert(
      fc.property(fc.oneof(hostile, anyText()), (account) => {
        try {
          const { origin, path } = renderOrigin('https://api.vendor.com/v1/{account}', { account })
          assert.equal(new URL(`${origin + path}/things`).href, `https://api.vendor.com/v1/${account}/things`)
          assert.equal(path.split('/').length, 3)
        } catch (error) {
          if (!(error instanceof InvalidRequest)) throw error
        }
      }),
      { numRuns: 500 },
    )
  })

  test('whatever setting ends the host, it is one host', () => {
    const hostile = fc.string({
      unit: fc.constantFrom('a', 'z', '1', '-', '.', '/', '@', ':', '#', '?', '%', '\\', ' '),
      maxLength: 12,
    })
    fc.assert(
      fc.property(hostile, (region) => {
        try {
          const { origin } = renderOrigin('https://www.zohoapis.{region}', { region })
          assert.equal(new URL(origin).hostname, `www.zohoapis.${region}`)
        } catch (error) {
          if (!(error instanceof InvalidRequest)) throw error
        }
      }),
      { numRuns: 500 },
    )
  })
})
