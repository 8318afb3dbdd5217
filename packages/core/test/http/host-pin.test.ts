import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HostNotAllowed } from '../../src/http/host-not-allowed.ts'
import { locate, matchHost, originOf } from '../../src/http/host-pin.ts'
import { anyUrl } from '@portico/tools/any-text'

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/).filter((text) => !text.startsWith('xn--'))

describe('originOf', () => {
  test.each([
    ['https://api.vendor.com', 'https://api.vendor.com'],
    ['HTTPS://API.Vendor.com:443/a?b#c', 'https://api.vendor.com'],
    ['https://api.vendor.com:8443/', 'https://api.vendor.com:8443'],
    ['https://münchen.example/', 'https://xn--mnchen-3ya.example'],
    ['https://ａpi.vendor.com', 'https://api.vendor.com'],
    ['http://127.0.0.1:4000/a', 'http://127.0.0.1:4000'],
    ['http://127.1:4000', 'http://127.0.0.1:4000'],
    ['http://localhost', 'http://localhost'],
    ['http://[::1]:80/', 'http://[::1]'],
    ['https://api.vendor.com\\@evil.com', 'https://api.vendor.com'],
  ])('%s is %s', (url, origin) => {
    expect(originOf(url)).toBe(origin)
  })

  test.each([
    ['clear text', 'http://api.vendor.com'],
    ['clear text to a private address', 'http://10.0.0.1'],
    ['a name that only looks like loopback', 'http://localhost.evil.com'],
    ['an address that only looks like loopback', 'http://127.0.0.1.evil.com'],
    ['a mapped loopback address', 'http://[::ffff:127.0.0.1]'],
    ['another protocol', 'ftp://api.vendor.com'],
    ['a file', 'file:///etc/passwd'],
    ['a script', 'javascript:alert(1)'],
    ['a user', 'https://api.vendor.com@evil.com'],
    ['a password', 'https://:secret@api.vendor.com'],
    ['a trailing dot', 'https://api.vendor.com./'],
    ['no host', 'https://'],
    ['a relative URL', '/v1/a'],
    ['a protocol-relative URL', '//api.vendor.com'],
    ['nothing', ''],
    ['a line break', 'https://api.ven\ndor.com'],
    ['a space before', ' https://api.vendor.com'],
    ['an invisible character', 'https://api.vendor.com/\u200b'],
    ['reversed text', 'https://api.vendor.com/\u202e'],
    ['a broken port', 'https://api.vendor.com:99999'],
  ])('refuses %s', (_what, url) => {
    expect(() => originOf(url)).toThrow(HostNotAllowed)
  })

  test('does not repeat a secret of the URL', () => {
    expect(() => originOf('nonsense?token=secret')).toThrow(/^(?!.*secret)/)
    expect(() => originOf('https://user:secret@vendor.com')).toThrow(/^(?!.*secret)/)
  })

  test('gives the same for what it gave', () => {
    fc.assert(
      fc.property(anyUrl, (url) => {
        const origin = originOf(url)
        assert.equal(originOf(origin), origin)
        assert.equal(origin, new URL(url).origin)
      }),
    )
  })
})

test('locate gives what is sent', () => {
  expect(locate('https://Vendor.com:443/a b/../c?d=e f#g'.replaceAll(' ', '%20'))).toEqual({
    origin: 'https://vendor.com',
    host: 'vendor.com',
    path: '/c?d=e%20f',
  })
  expect(locate('https://vendor.com:8443')).toEqual({ origin: 'https://vendor.com:8443', host: 'vendor.com:8443', path: '/' })
})

describe('matchHost', () => {
  test.each([
    ['api.vendor.com', 'api.vendor.com', true],
    ['api.vendor.com', 'xapi.vendor.com', false],
    ['api.vendor.com', 'a.api.vendor.com', false],
    ['*.my.salesforce.com', 'acme.my.salesforce.com', true],
    ['*.my.salesforce.com', 'acme--uat.sandbox.my.salesforce.com', true],
    ['*.my.salesforce.com', 'my.salesforce.com', false],
    ['*.my.salesforce.com', '.my.salesforce.com', false],
    ['*.my.salesforce.com', 'evilmy.salesforce.com', false],
    ['*.salesforce.com', 'evilsalesforce.com', false],
    ['*.salesforce.com', 'acme.salesforce.com.evil.com', false],
    ['*.salesforce.com', 'acme.salesforce.com:8443', false],
    ['*.salesforce.com', 'acme.salesforce.com.', false],
    ['*.salesforce.com', 'evil.com/.salesforce.com', false],
    ['*.salesforce.com', 'evil.com@a.salesforce.com', false],
    ['*.salesforce.com', '-a.salesforce.com', false],
    ['*.salesforce.com', 'a..salesforce.com', false],
  ])('%s and %s: %s', (pattern, host, matches) => {
    expect(matchHost(pattern, host)).toBe(matches)
  })

  test.each([
    '*',
    '*.com',
    'a.*.com',
    '*a.vendor.com',
    '**.vendor.com',
    'https://vendor.com',
    'vendor',
    'Vendor.com',
    '',
    'vendor.com:443',
  ])('refuses the pattern %s', (pattern) => {
    expect(() => matchHost(pattern, 'api.vendor.com')).toThrow(TypeError)
  })

  test('a wildcard takes the hosts below it and no other', () => {
    fc.assert(
      fc.property(
        fc.array(label, { minLength: 1, maxLength: 3 }),
        fc.array(label, { minLength: 2, maxLength: 3 }),
        label,
        (below, domain, other) => {
          const pattern = `*.${domain.join('.')}`
          expect(matchHost(pattern, [...below, ...domain].join('.'))).toBe(true)
          expect(matchHost(pattern, domain.join('.'))).toBe(false)
          expect(matchHost(pattern, `${other}${domain.join('.')}`)).toBe(false)
          expect(matchHost(pattern, [...below, ...domain, other].join('.'))).toBe(
            domain.every((part, at) => part === [...below, ...domain, other].slice(-domain.length)[at]),
          )
        },
      ),
    )
  })
})
