import { afterEach, beforeEach, expect, expectTypeOf, test } from 'vitest'
import * as z from 'zod'
import { bearer, connect, defineVendor, linkHeader } from '@portico/core'
import { compileConnector } from '@portico/core/definition'
import { type VendorServer, vendorServer } from '../fixture/vendor-server.ts'

const vendor = defineVendor({
  id: 'finder',
  title: { en: 'Finder', ar: 'باحث' },
  vendorVersion: '1',
  origins: { api: 'https://finder.example' },
  auth: { token: bearer() },
  failures: { read: () => ({}), codes: {} },
  defaults: { timeoutMs: 1_000, retry: false, sensitivity: 'S1' },
  facts: { source: 'https://finder.example/api', verifiedAt: '2026-11-24' },
})
const stated = {
  summary: 'Found things.',
  input: z.object({ q: z.string() }),
  output: z.array(z.object({ id: z.number() })),
  pick: 'items',
  examples: [{ q: 'fire' }],
} as const
const facts = z.object({ total: z.number().int(), incomplete: z.boolean().nullish() })
const search = vendor.query('GET /search', { ...stated, page: linkHeader(['page']), facts })
const list = vendor.query('GET /list', { ...stated, page: linkHeader(['page']) })
const finder = vendor.connector({ version: '1.0.0', operations: { search, list } })

let server: VendorServer
beforeEach(async () => {
  server = await vendorServer()
  server.reply = ({ url }) => ({
    headers: url.includes('page=2') ? {} : { link: `<${server.origin}/search?q=fire&page=2>; rel="next"` },
    body: { total: 3, ignored: true, items: [{ id: url.includes('page=2') ? 2 : 1 }] },
  })
})
afterEach(() => server.close())

const client = () =>
  connect(finder, { tenantId: 'acme', credentials: { token: 'planted-4711' }, origins: { api: server.origin } })

test('a page has what is promised of it as a whole, beside its items', async () => {
  const page = await client().search({ q: 'fire' })
  expect(page).toEqual({ items: [{ id: 1 }], next: 'page=2', facts: { total: 3 } })
  expectTypeOf(page.facts.total).toEqualTypeOf<number>()
  const totals: number[] = []
  for await (const { facts: seen } of client().search.pages({ q: 'fire' })) totals.push(seen.total)
  expect(totals).toEqual([3, 3])
  expect((await client().search.detailed({ q: 'fire' })).data.facts).toEqual({ total: 3 })
})

test('a query that promises none has none', async () => {
  const page = await client().list({ q: 'fire' })
  expect(page).not.toHaveProperty('facts')
  expectTypeOf(page).not.toHaveProperty('facts')
})

test('a page without them has drifted from the contract', async () => {
  server.reply = () => ({ body: { items: [] } })
  await expect(client().search({ q: 'fire' })).rejects.toMatchObject({
    code: 'contract_violation',
    issues: [{ path: 'total' }],
    commitState: 'refused',
  })
})

test('they are part of the pin, and belong to a page', () => {
  const pinOf = (operation: typeof search | typeof list) =>
    compileConnector(vendor.connector({ version: '1.0.0', operations: { search: operation } })).operations['search']!.pin()
  const narrower = vendor.query('GET /search', { ...stated, page: linkHeader(['page']), facts: facts.pick({ total: true }) })
  expect(pinOf(search)).not.toBe(pinOf(narrower))
  const pageless = vendor.query('GET /search', { ...stated, facts })
  expect(() => compileConnector(vendor.connector({ version: '1.0.0', operations: { pageless } }))).toThrow(
    'finder.pageless states facts of a page, but no paging',
  )
})
