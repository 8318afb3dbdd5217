import { expect, test } from 'vitest'
import { proxyOf, readProxyEnvironment } from '../../src/http/proxy-environment.ts'

const proxy = 'http://proxy.example:3128'
const through = (origin: string, exceptions = ''): boolean => proxyOf(origin, { http: proxy, https: proxy, exceptions }) === proxy

test('lower-case names win, and an empty one counts as not set', () => {
  expect(
    readProxyEnvironment({ https_proxy: 'a', HTTPS_PROXY: 'b', http_proxy: '', HTTP_PROXY: 'c', no_proxy: '', NO_PROXY: 'd' }),
  ).toEqual({
    https: 'a',
    http: 'c',
    exceptions: 'd',
  })
  expect(readProxyEnvironment({ HTTPS_PROXY: '' })).toEqual({ https: undefined, http: undefined, exceptions: '' })
})

test('each protocol has its own', () => {
  const environment = { http: 'http://one', https: undefined, exceptions: '' }
  expect(proxyOf('https://vendor.com', environment)).toBeUndefined()
  expect(proxyOf('http://vendor.com', environment)).toBe('http://one')
})

test.each(['http://127.0.0.1:80', 'https://localhost', 'http://[::1]:8080'])('%s is ours, and goes to no proxy', (origin) => {
  expect(through(origin)).toBe(false)
})

test.each([
  ['https://api.vendor.com', 'vendor.com'],
  ['https://vendor.com', 'vendor.com'],
  ['https://vendor.com', '.vendor.com'],
  ['https://api.vendor.com', '.vendor.com'],
  ['https://api.vendor.com', '*.vendor.com'],
  ['https://api.vendor.com', 'other.com, VENDOR.com.'],
  ['https://api.vendor.com', 'other.com api.vendor.com'],
  ['https://api.vendor.com:8443', 'vendor.com:8443'],
  ['https://api.vendor.com', 'vendor.com:443'],
  ['https://[2001:db8::1]', '2001:db8::1'],
  ['https://[2001:db8::1]:8443', '[2001:db8::1]:8443'],
  ['https://10.1.2.3', '10.1.2.3'],
  ['https://api.vendor.com', '*'],
])('%s is reached directly with NO_PROXY=%s', (origin, exceptions) => {
  expect(through(origin, exceptions)).toBe(false)
})

test.each([
  ['https://api.vendor.com', ''],
  ['https://api.vendor.com', ','],
  ['https://evilvendor.com', 'vendor.com'],
  ['https://vendor.com', '*.vendor.com'],
  ['https://vendor.com.evil.com', 'vendor.com'],
  ['https://api.vendor.com', 'vendor.com:8443'],
  ['https://[2001:db8::2]', '2001:db8::1'],
])('%s goes through the proxy with NO_PROXY=%s', (origin, exceptions) => {
  expect(through(origin, exceptions)).toBe(true)
})
