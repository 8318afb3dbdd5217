import fc from 'fast-check'
import { expect, test } from 'vitest'
import { requestAttributes, responseAttributes, shownUrl } from '../../src/telemetry/http-attributes.ts'
import { anyUrl } from '@portico/tools/any-text'

test.each([
  ['https://api.example.com/v1', 'api.example.com', 443],
  ['http://127.0.0.1:8080/v1', '127.0.0.1', 8080],
  ['http://localhost/v1', 'localhost', 80],
  ['https://[::1]:9443/v1', '::1', 9443],
])('%s is server.address %s, server.port %i', (url, address, port) => {
  expect(requestAttributes({ method: 'GET', url: new URL(url), resendCount: 0 })).toEqual({
    'http.request.method': 'GET',
    'server.address': address,
    'server.port': port,
    'url.full': url,
  })
})

test('a status is an error from 400 on', () => {
  expect(responseAttributes(302)).toEqual({ 'http.response.status_code': 302 })
  expect(responseAttributes(404)).toEqual({ 'http.response.status_code': 404, 'error.type': '404' })
})

test('no value of a query, no credential and no fragment is shown', () => {
  const secret = fc.stringMatching(/^[a-z0-9]{12}$/)
  fc.assert(
    fc.property(secret, anyUrl, fc.array(fc.string({ minLength: 1 })), (planted, base, names) => {
      const url = new URL(base)
      url.username = planted
      url.password = planted
      url.hash = planted
      for (const name of names) url.searchParams.append(name, planted)
      const shown = shownUrl(url)
      expect(shown).not.toContain(planted)
      expect([...new URL(shown).searchParams.keys()]).toEqual([...url.searchParams.keys()])
    }),
  )
})
