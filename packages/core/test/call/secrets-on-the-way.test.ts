import { inspect } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import * as z from 'zod'
import { apiKey, connect, defineVendor, linkHeader, nextUrl, none, type Transport } from '@portico/core'
import { openReading } from '@portico/core/reading'
import { defineSource, stream } from '@portico/core/streams'
import { type VendorServer, vendorServer } from '../fixture/vendor-server.ts'
import { bound, common, write } from '../odd/vendor.ts'
import { desk } from './desk.ts'

let server: VendorServer
beforeEach(async () => {
  server = await vendorServer()
})
afterEach(() => server.close())

test('a credential that is replaced while a call is under way stays out of what comes of that call', async () => {
  const given = ['first-credential-4711', 'second-credential-4712']
  const replaced = Promise.withResolvers<void>()
  const transport: Transport = {
    name: 'scripted',
    async request({ origin, path, headers }) {
      const first = headers['authorization']!.includes('first')
      if (first) await replaced.promise
      const text = first ? JSON.stringify({ message: `${headers['authorization']} is not known` }) : '{}'
      return { status: 400, headers: {}, text, url: origin + path }
    },
    close: async () => {},
  }
  const credentials = () => ({ credentials: { token: given.shift()! }, expiresAt: 0 })
  const client = connect(desk, { ...bound, transport, credentials })
  const first = client.getTicket({ id: '1' }).catch((error: unknown) => error)
  await expect.poll(() => given).toHaveLength(1)
  await expect(client.getTicket({ id: '2' })).rejects.toMatchObject({ code: 'rejected' })
  replaced.resolve()
  expect(inspect(await first, { depth: 20 })).not.toContain('first-credential')
})

const paged = defineVendor({
  ...common,
  id: 'paged',
  origins: { api: 'https://paged.example' },
  auth: { key: apiKey({ in: 'query', name: 'api_key' }) },
})
const things = { summary: 'All.', input: z.object({}), examples: [{}] } as const
const listByLink = paged.query('GET /linked', { ...things, output: z.array(z.object({})), page: linkHeader(['page']) })
const listByUrl = paged.query('GET /named', {
  ...things,
  output: z.array(z.object({})),
  pick: 'data',
  page: nextUrl('next', ['page']),
})
const source = defineSource(paged, {
  version: '1.0.0',
  streams: {
    things: stream(paged, 'GET /named', {
      summary: 'Things.',
      title: { en: 'Things', ar: 'أشياء' },
      record: z.object({ id: z.int() }),
      primaryKey: ['id'],
      pick: 'data',
      page: nextUrl('next', ['page']),
      deletes: 'unseen',
      freshness: '1h',
      owner: 'Support',
      consumers: [],
      sensitivity: 'S1',
      schemaChanges: 'evolve',
    }),
  },
})

test('a key in the query that the vendor repeats in the address of the next page is not in the cursor', async () => {
  const credentials = { key: 'key-of-the-vendor-4713' }
  const origins = { api: server.origin }
  server.reply = ({ url }) => {
    if (url.includes('page=')) return { body: { data: [] } }
    const next = `${server.origin}${url}&page=2`
    return { headers: { link: `<${next}>; rel="next"` }, body: url.startsWith('/linked') ? [{}] : { data: [{ id: 1 }], next } }
  }
  const client = connect(paged.connector({ version: '1.0.0', operations: { listByLink, listByUrl } }), {
    ...bound,
    credentials,
    origins,
  })
  const reading = openReading(source, { tenantId: 'acme', credentials, origins })
  const first = [await client.listByLink({}), await client.listByUrl({}), await reading.page('things', {})]
  expect(first.map(({ next }) => next)).toEqual(['page=2', 'page=2', 'page=2'])
  await client.listByUrl({}, { cursor: first[1]!.next! })
  expect(server.seen.at(-1)!.url).toBe('/named?page=2&api_key=key-of-the-vendor-4713')
  await reading.close()
})

test('a number that audit may not hold is redacted from the vendor’s message, as a text would be', async () => {
  const openAccount = paged.command('POST /accounts', {
    ...write,
    summary: 'Open an account.',
    input: z.object({ nationalId: z.int(), branch: z.int() }),
    output: z.object({ id: z.string() }),
    idempotency: none('refused the second time'),
    audit: { entity: { type: 'account', id: 'output.id' }, redact: ['nationalId'] },
    examples: [{ nationalId: 1_000_000_001, branch: 1 }],
  })
  server.reply = ({ body }) => ({ status: 422, body: { message: `not accepted: ${body}` } })
  const client = connect(paged.connector({ version: '1.0.0', operations: { openAccount } }), {
    ...bound,
    credentials: { key: 'key-of-the-vendor-4713' },
    origins: { api: server.origin },
  })
  const refused = client.openAccount({ nationalId: 1_087_654_321, branch: 77 })
  await expect(refused).rejects.toMatchObject({ vendor: { message: 'not accepted: {"nationalId":[redacted],"branch":77}' } })
})
