import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { bearer, connect, defineVendor, linkHeader, memoryAudit, nextUrl, type Paging, type Policy } from '@portico/core'
import { compileConnector } from '@portico/core/definition'
import { type VendorServer, vendorServer } from '../fixture/vendor-server.ts'

const vendor = defineVendor({
  id: 'shelf',
  title: { en: 'Shelf', ar: 'رف' },
  vendorVersion: '1',
  origins: { api: 'https://shelf.example' },
  auth: { token: bearer() },
  failures: { read: () => ({}), codes: {} },
  defaults: { timeoutMs: 1_000, retry: false, sensitivity: 'S1' },
  facts: { source: 'https://shelf.example/api', verifiedAt: '2026-11-29' },
})
const stated = {
  summary: 'Things.',
  input: z.object({
    owner: z.string(),
    tags: z.array(z.string()).optional(),
    visibility: z.enum(['public', 'private']).optional(),
  }),
  output: z.array(z.object({ id: z.number() })),
  pick: 'data',
  examples: [{ owner: 'acme' }],
} as const
const byLink = vendor.query('GET /{owner}/things', { ...stated, page: linkHeader(['page', 'after']) })
const byUrl = vendor.query('GET /{owner}/things', { ...stated, page: nextUrl('next', ['page', 'after']) })
const byPath = vendor.query('GET /{owner}/query', { ...stated, page: nextUrl('next', [], { path: '/{owner}/query/{locator}' }) })
const shelf = vendor.connector({ version: '1.0.0', operations: { byLink, byUrl, byPath } })

let server: VendorServer
beforeEach(async () => {
  server = await vendorServer()
})
afterEach(() => server.close())

const audit = memoryAudit()
function client(policy?: Policy) {
  const origins = { api: server.origin }
  return connect(shelf, { tenantId: 'acme', credentials: { token: 'planted-4711' }, origins, audit, ...(policy && { policy }) })
}
const input = { owner: 'acme', tags: ['a', 'b'], visibility: 'public' as const }

describe.each(['byLink', 'byUrl'] as const)('%s', (name) => {
  test('page 2 is asked with the whole query of page 1, whatever the vendor makes of it', async () => {
    server.reply = ({ url }) => {
      const next = url.includes('page=') ? undefined : `${server.origin}/acme/things?tags=b&visibility=private&extra=1&page=2`
      const headers: Record<string, string> = next === undefined ? {} : { link: `<${next}>; rel="next"` }
      return { headers, body: { data: [{ id: 1 }], next } }
    }
    const found: unknown[] = []
    for await (const item of client()[name].items(input)) found.push(item)
    expect(found).toHaveLength(2)
    expect(server.seen.map(({ url }) => url)).toEqual([
      '/acme/things?tags=a&tags=b&visibility=public',
      '/acme/things?tags=a&tags=b&visibility=public&page=2',
    ])
  })

  test.each([
    'visibility=private&page=2',
    'visibility=public&page=2',
    'tags=c',
    'owner=other&page=2',
    'undeclared=1&page=2',
    'page=2&page=3',
    'page[]=2',
    '/other/things?page=2',
    '__proto__=1',
    '&',
  ])('a cursor that says more than a position is refused, and nothing is sent: %s', async (cursor) => {
    const call = client()[name](input, { cursor })
    await expect(call).rejects.toMatchObject({ code: 'invalid_input', commitState: 'not_sent', issues: [{ path: 'cursor' }] })
    expect(server.seen).toHaveLength(0)
  })
})

test('what the policy decided on and audit recorded is what is sent', async () => {
  server.reply = () => ({ body: { data: [] } })
  const policy: Policy = {
    decide: ({ input: seen }) =>
      JSON.stringify(seen).includes('private') ? { effect: 'deny', rule: 'r', reason: 'none' } : { effect: 'abstain' },
  }
  await client(policy).byLink(input, { cursor: 'after=x%26visibility%3Dprivate' })
  expect(server.seen[0]!.url).toBe('/acme/things?tags=a&tags=b&visibility=public&after=x%26visibility%3Dprivate')
  expect(audit.rows.at(-1)).toMatchObject({ input })
})

test('a locator path only locates: the route’s parameters stay the input’s', async () => {
  server.reply = ({ url }) => ({
    body: { data: [{ id: 1 }], ...(!url.includes('lo') && { next: '/other/query/lo%20c-2000?tags=c' }) },
  })
  const { next } = await client().byPath(input)
  expect(next).toBe('locator=lo+c-2000')
  await client().byPath(input, { cursor: next! })
  expect(server.seen[1]!.url).toBe('/acme/query/lo%20c-2000')
  const seen = server.seen.length
  for (const cursor of ['locator=..', 'locator=', 'owner=other&locator=x', 'page=2', '/other/query/x']) {
    await expect(client().byPath(input, { cursor })).rejects.toMatchObject({ code: 'invalid_input', commitState: 'not_sent' })
  }
  expect(server.seen).toHaveLength(seen)
})

test.each([
  [linkHeader(['page', 'visibility']), "shelf.list pages by 'visibility', which its input has too"],
  [nextUrl('next', ['tags']), "shelf.list pages by 'tags', which its input has too"],
  [linkHeader([]), 'say which parameters lead to the next page'],
  [linkHeader(['page', 'page']), 'is stated twice'],
] as [Paging, string][])('a position that the input governs, or none, is refused: %o', (page, message) => {
  const list = vendor.query('GET /{owner}/things', { ...stated, page })
  expect(() => compileConnector(vendor.connector({ version: '1.0.0', operations: { list } }))).toThrow(message)
})

test('also where only the rendered query shows it', async () => {
  const list = vendor.query('GET /{owner}/things', { ...stated, query: () => ({ page: 7 }), page: linkHeader(['page']) })
  const only = connect(vendor.connector({ version: '1.0.0', operations: { list } }), {
    tenantId: 'acme',
    credentials: { token: 'planted-4711' },
    origins: { api: server.origin },
  })
  await expect(only.list(input, { cursor: 'page=2' })).rejects.toMatchObject({ code: 'invalid_input', commitState: 'not_sent' })
  expect(server.seen).toHaveLength(0)
})
