import { expect, test } from 'vitest'
import { nextUrl } from '@portico/core/contract'
import { compileNextPage, PagingViolation } from '../../src/call/next-page.ts'

const route = 'GET /v3/{domain}/events'
const at = (next: unknown, items: readonly unknown[]) => ({
  answer: { status: 200, headers: {}, body: { paging: { next } } },
  items,
  input: {},
  cursor: undefined,
  url: new URL('https://api.vendor.example/v3/acme/events'),
  basePath: '',
  secretQuery: [],
})
const own = 'https://api.vendor.example/v3/acme/events?page=2'

test.each([
  ['a URL leads on, also from an empty page', nextUrl('paging.next'), own, [], '/v3/acme/events?page=2'],
  ['no URL ends the list', nextUrl('paging.next'), undefined, [{}], undefined],
  [
    'until empty, a URL leads on from a page with items',
    nextUrl('paging.next', { untilEmpty: true }),
    own,
    [{}],
    '/v3/acme/events?page=2',
  ],
  ['until empty, an empty page ends the list', nextUrl('paging.next', { untilEmpty: true }), own, [], undefined],
])('%s', (_, paging, next, items, expected) => {
  expect(compileNextPage(paging, route)(at(next, items))).toBe(expected)
})

test.each(['https://other.example/v3/acme/events?page=2', 'https://api.vendor.example/v3/acme/keys', '/v3/acme/events/../keys'])(
  'a next page outside the operation is not followed: %s',
  (next) => {
    expect(() => compileNextPage(nextUrl('paging.next', { untilEmpty: true }), route)(at(next, [{}]))).toThrow(PagingViolation)
  },
)
