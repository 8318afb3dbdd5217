import { expect, test } from 'vitest'
import { cursor as byCursor, lastItem, linkHeader, nextUrl, offset, pageNumber } from '@portico/core/contract'
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
  ['a URL leads on, also from an empty page', nextUrl('paging.next', ['page']), own, [], 'page=2'],
  ['no URL ends the list', nextUrl('paging.next', ['page']), undefined, [{}], undefined],
  [
    'until empty, a URL leads on from a page with items',
    nextUrl('paging.next', ['page'], { untilEmpty: true }),
    own,
    [{}],
    'page=2',
  ],
  ['until empty, an empty page ends the list', nextUrl('paging.next', ['page'], { untilEmpty: true }), own, [], undefined],
])('%s', (_, paging, next, items, expected) => {
  expect(compileNextPage(paging, route)(at(next, items))).toBe(expected)
})

test.each(['https://other.example/v3/acme/events?page=2', 'https://api.vendor.example/v3/acme/keys', '/v3/acme/events/../keys'])(
  'a next page outside the operation is not followed: %s',
  (next) => {
    expect(() => compileNextPage(nextUrl('paging.next', ['page'], { untilEmpty: true }), route)(at(next, [{}]))).toThrow(
      PagingViolation,
    )
  },
)

test('only the position of a next link is kept', () => {
  const link = '</v3/other/events?tags=b&page=2&after=a%2Bb%3D>; rel="next"'
  const answer = { status: 200, headers: { link }, body: {} }
  const next = compileNextPage(linkHeader(['after', 'page']), route)
  expect(next({ ...at(undefined, []), answer })).toBe('after=a%2Bb%3D&page=2')
})

test.each(['/v3/acme/events?token=2', '/v3/acme/events?page=2&page=3'])('an unexpected position is not the end: %s', (next) => {
  expect(() => compileNextPage(nextUrl('paging.next', ['page']), route)(at(next, [{}]))).toThrow(PagingViolation)
})

test.each([
  ['a short page leads on: a vendor may cap what was asked for', {}, undefined, [{}], undefined, '2'],
  ['an empty page is the last', {}, undefined, [], '3', undefined],
  ['an empty page leads on where the vendor counts more', { pages: 'paging.next' }, 3, [], '2', '3'],
  ['the last page by the vendor’s count is the last', { pages: 'paging.next' }, 3, [{}], '3', undefined],
  ['null is not a count', { pages: 'paging.next' }, null, [{}], undefined, '2'],
])('pages by number: %s', (_, options, pages, items, cursor, expected) => {
  expect(compileNextPage(pageNumber('page', options), route)({ ...at(pages, items), cursor })).toBe(expected)
})

test.each([
  ['the total ends the list', 2, [{}, {}], undefined, undefined],
  ['a page before the total leads on', 3, [{}], '1', '2'],
  ['null is not a total', null, [{}], undefined, '1'],
  ['a text that is not a number is not a total', 'many', [{}], undefined, '1'],
  ['without a total an empty page is the last', undefined, [], '4', undefined],
  ['a total that shrank ends the list', 3, [], '4', undefined],
])('pages by offset: %s', (_, total, items, at_, expected) => {
  const next = compileNextPage(offset('offset', { total: 'paging.next' }), route)
  expect(next({ ...at(total, items), cursor: at_ })).toBe(expected)
})

test('an empty page before the total is not the end: the rest would be lost unseen', () => {
  const next = compileNextPage(offset('offset', { total: 'paging.next' }), route)
  expect(() => next({ ...at(9, []), cursor: '4' })).toThrow(PagingViolation)
})

test.each([
  ['more follow', { next: 'b', more: true }, 'b'],
  ['no more follow, though the last page has a cursor too', { next: 'b', more: false }, undefined],
  ['nothing is said of more', { next: 'b' }, undefined],
])('a cursor and a flag: %s', (_, paging, expected) => {
  const next = compileNextPage(byCursor('paging.next', 'after', { more: 'paging.more' }), route)
  expect(next({ ...at(undefined, [{}]), answer: { status: 200, headers: {}, body: { paging } } })).toBe(expected)
})

test.each([
  [{ more: true }, 'more items follow, and there is no cursor at paging.next'],
  [{ next: 'b', more: 'true' }, 'paging.more says neither'],
])('a flag without its cursor, or that is none, is no end of a list: %j', (paging, message) => {
  const next = compileNextPage(byCursor('paging.next', 'after', { more: 'paging.more' }), route)
  expect(() => next({ ...at(undefined, [{}]), answer: { status: 200, headers: {}, body: { paging } } })).toThrow(message)
})

test.each([
  ['a cursor that is an object', byCursor('paging.next'), { id: 1 }],
  ['a cursor that is true', byCursor('paging.next'), true],
  ['a URL that is a list', nextUrl('paging.next', ['page']), []],
  ['a flag that is a text', lastItem('after', 'paging.next'), 'true'],
])('%s is no end of a list', (_, paging, value) => {
  expect(() => compileNextPage(paging, route)(at(value, [{ id: '1' }]))).toThrow(PagingViolation)
})

test.each([undefined, null, '', false])('a cursor of %s is the end of a list', (value) => {
  expect(compileNextPage(byCursor('paging.next'), route)(at(value, [{}]))).toBeUndefined()
})
