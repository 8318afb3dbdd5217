import { connect, defineVendor } from '@portico/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import * as z from 'zod'
import { type VendorServer, vendorServer } from '../fixture/vendor-server.ts'
import { bound, common } from './vendor.ts'

let server: VendorServer
beforeEach(async () => {
  server = await vendorServer()
})
afterEach(() => server.close())

const vendor = defineVendor({
  ...common,
  id: 'books',
  origins: { api: 'https://books.example' },
  settings: z.object({ organisation: z.string() }),
  headers: { 'Books-Organisation': 'org={organisation}', 'Books-Version': '2026-04' },
})
const stated = { summary: 'a', input: z.object({}), output: z.object({}), examples: [{}] as [Record<string, never>] }
const get = vendor.query('GET /a', stated)
// An operation's own header comes before the vendor's.
const across = vendor.query('GET /b', { ...stated, headers: { 'Books-Organisation': 'all' } })
// An input is what a person approved, whatever it looks like.
const noted = vendor.query('GET /c', {
  ...stated,
  input: z.object({ note: z.string() }),
  headers: { 'Books-Note': { input: 'note' } },
  examples: [{ note: 'a' }],
})
const connector = vendor.connector({ version: '1.0.0', operations: { get, across, noted } })
const connected = (organisation: string) =>
  connect(connector, { ...bound, settings: { organisation }, origins: { api: server.origin } })

test('a header of the vendor says the setting of the connection that calls', async () => {
  for (const organisation of ['acme', 'beta-2']) {
    await connected(organisation).get({})
    expect((await connected(organisation).get.dryRun({})).headers['books-organisation']).toBe(`org=${organisation}`)
  }
  await connected('acme').across({})
  const sent = server.seen.map(({ headers }) => [headers['books-organisation'], headers['books-version']])
  expect(sent).toEqual([
    ['org=acme', '2026-04'],
    ['org=beta-2', '2026-04'],
    ['all', '2026-04'],
  ])
})

test('a header of the input is sent as it was said, though the vendor states the same text', async () => {
  await connected('acme').noted({ note: 'org={organisation}' })
  expect(server.seen[0]!.headers).toMatchObject({ 'books-note': 'org={organisation}', 'books-organisation': 'org=acme' })
})

test.each(['', 'a\r\nx: y', 'ж', ' a', '\0'])('a setting that can not stand in a header is refused: %j', async (organisation) => {
  const call = connected(organisation).get({})
  await expect(call).rejects.toMatchObject({ code: 'invalid_input', commitState: 'not_sent' })
  await expect(call).rejects.toThrow('settings.organisation')
  expect(server.seen).toEqual([])
})

test('a header that names no setting is refused where the vendor is defined', () => {
  const define = (headers: Record<string, string>, settings?: z.ZodObject<{ organisation: z.ZodString }>) => () =>
    defineVendor({ ...common, id: 'books', origins: { api: 'https://books.example' }, headers, ...(settings && { settings }) })
  const told = "vendor books: headers.X-Of: '{organization}' is not a setting: add it to settings"
  expect(define({ 'X-Of': '{organization}' })).toThrow(told)
  expect(define({ 'X-Of': '{organization}' }, z.object({ organisation: z.string() }))).toThrow(told)
  expect(define({ 'X-Of': '{organisation}' }, z.object({ organisation: z.string() }))).not.toThrow()
})
