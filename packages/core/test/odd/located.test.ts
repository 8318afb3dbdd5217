import { afterEach, beforeEach, expect, test } from 'vitest'
import * as z from 'zod'
import {
  bytes,
  claim,
  connect,
  defineVendor,
  memoryAudit,
  memoryEvents,
  memoryStore,
  type Policy,
  type Telemetry,
} from '@portico/core'
import { failure } from '../call/failure.ts'
import { type VendorServer, vendorServer } from '../fixture/vendor-server.ts'
import { bound, common, write } from './vendor.ts'

// Addresses that a vendor gives are permissions: whoever has one may use it.

const vendor = defineVendor({
  ...common,
  id: 'located',
  origins: { api: 'https://located.example', files: 'https://files.located.example' },
})
const input = z.object({ upload_url: z.string(), text: z.string() })
const upload = vendor.command('POST /uploads', {
  ...write,
  summary: 'Upload a text.',
  input,
  output: z.object({}),
  url: 'upload_url',
  idempotency: claim,
  audit: { entity: { type: 'text', id: 'input.text' } },
  examples: [{ upload_url: 'https://files.located.example/u', text: 't' }],
})
const exportRows = vendor.job('POST /exports', {
  ...write,
  summary: 'Export rows.',
  input: z.object({ table: z.string() }),
  output: z.object({ rows: z.number() }),
  idempotency: claim,
  audit: { entity: { type: 'export', id: 'output.status' } },
  handle: { schema: z.object({ status: z.string() }), read: ({ body }) => ({ status: body.status }) },
  poll: { request: { url: 'status' }, everyMs: 1, state: () => 'done' },
  result: { url: ({ body }) => body.result.href },
  owner: 'data-platform',
  withinMs: 10_000,
  examples: [{ table: 'orders' }],
})
const download = vendor.query('GET /files', {
  summary: 'Download a file.',
  input: z.object({}),
  output: bytes({ maxBytes: 1_000 }),
  examples: [{}],
})
const connector = vendor.connector({ version: '1.0.0', operations: { upload, exportRows, download } })

let api: VendorServer
let files: VendorServer
beforeEach(async () => {
  api = await vendorServer()
  files = await vendorServer()
})
afterEach(() => Promise.all([api.close(), files.close()]))

function opened() {
  const told: unknown[] = []
  const audit = memoryAudit()
  const events = memoryEvents()
  const telemetry: Telemetry = {
    span: (name, attributes) => (
      told.push(name, attributes),
      { set: told.push.bind(told), end: told.push.bind(told), traceparent: undefined }
    ),
    measure: (...measured) => void told.push(measured),
    log: (record) => void told.push(record),
  }
  const policy: Policy = { decide: (request) => (told.push(request.input), { effect: 'abstain' }) }
  const origins = { api: api.origin, files: files.origin }
  const client = connect(connector, { ...bound, origins, store: memoryStore(), audit, events, telemetry, policy })
  return { client, left: () => JSON.stringify([told, audit.rows, events.events]) }
}

test('an upload goes where the vendor said, without our credentials, and its address is left nowhere', async () => {
  files.reply = () => ({ status: 403, body: { message: 'no' } })
  const { client, left } = opened()
  const upload_url = `${files.origin}/up/capability-4711?sig=capability-4711`
  await failure(client.upload({ upload_url, text: 't' }))
  expect(files.seen).toMatchObject([{ url: '/up/capability-4711?sig=capability-4711' }])
  expect(files.seen[0]!.headers.authorization).toBeUndefined()
  expect(left()).not.toContain('capability-4711')
  expect(left()).toContain(files.origin)
})

test('a dry run says where it goes and what goes along, and refuses a host that nobody declared', async () => {
  const { client } = opened()
  const dry = (upload_url: string) => client.upload.dryRun({ upload_url, text: 't' })
  const elsewhere = await dry(`${files.origin}/up/capability-4711`)
  expect(elsewhere).toMatchObject({ method: 'POST', url: `${files.origin}/[redacted]` })
  expect(elsewhere.headers).toEqual({ accept: '*/*', 'content-type': 'application/json' })
  expect((await dry(`${api.origin}/up/capability-4711`)).headers).toMatchObject({ authorization: '[redacted]' })
  expect(await failure(dry('https://evil.example/up'))).toMatchObject({ code: 'host_not_allowed' })
  expect([api.seen, files.seen]).toEqual([[], []])
})

test("a job's addresses of status and result are left nowhere", async () => {
  api.reply = ({ method }) => ({
    body:
      method === 'POST'
        ? { status: `${api.origin}/s/1?sig=capability-4711` }
        : { result: { href: `${files.origin}/r?sig=capability-4712` } },
  })
  files.reply = () => ({ body: { rows: 3 } })
  const { client, left } = opened()
  const started = await client.exportRows.start({ table: 'orders' })
  // What the start says it was about is its author's word.
  const before = left()
  expect((await client.exportRows.wait(started.data)).data).toEqual({ rows: 3 })
  const after = left()
  expect(after.split('capability-4711').length).toBe(before.split('capability-4711').length)
  expect(after).not.toContain('capability-4712')
})

test('an address that is not there is asked for nowhere', async () => {
  const { client } = opened()
  const garbage = await failure(client.exportRows.wait({ operation: 'exportRows', data: {} }))
  expect(garbage).toMatchObject({ code: 'invalid_input', commitState: 'not_sent' })
  api.reply = ({ method }) => ({ body: method === 'POST' ? { status: `${api.origin}/s/1` } : {} })
  const started = await client.exportRows.start({ table: 'orders' })
  const nameless = await failure(client.exportRows.wait(started.data))
  expect(nameless).toMatchObject({ code: 'contract_violation', commitState: 'committed' })
  // Neither an answer without the address, nor one that holds something else there.
  api.reply = () => ({ body: { result: { href: 7 } } })
  expect(await failure(client.exportRows.wait(started.data))).toMatchObject({ code: 'contract_violation' })
  expect(api.seen.map(({ url }) => url)).toEqual(['/exports', '/s/1', '/s/1'])
})

test('the address on another origin that a download is redirected to is left nowhere', async () => {
  api.reply = () => ({ status: 302, headers: { location: `${files.origin}/d/capability-4713?sig=capability-4713` } })
  const { client, left } = opened()
  const { stream } = await client.download({})
  await stream.cancel()
  expect(files.seen).toMatchObject([{ url: '/d/capability-4713?sig=capability-4713' }])
  expect(left()).not.toContain('capability-4713')
  expect(left()).toContain(files.origin)
})
