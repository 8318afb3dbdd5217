import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  bytes,
  claim,
  type Codec,
  connect,
  defineVendor,
  events,
  field,
  file,
  fileFromBytes,
  graphql,
  header,
  nothing,
  signed,
  upsert,
} from '@portico/core'
import { compileConnector } from '@portico/core/definition'
import * as z from 'zod'
import { type VendorServer, vendorServer } from '../fixture/vendor-server.ts'
import { bound, common, write } from './vendor.ts'

let server: VendorServer
beforeEach(async () => {
  server = await vendorServer()
})
afterEach(() => server.close())

test('GraphQL: the key is a field inside a variable, and errors come beside data', async () => {
  const vendor = defineVendor({
    ...common,
    id: 'graph',
    origins: { api: 'https://graph.example' },
    failures: {
      failed: ({ status, body }) => status >= 400 || body?.errors !== undefined,
      read: ({ body }) => ({ code: body?.errors?.[0]?.extensions?.code, message: body?.errors?.[0]?.message }),
      codes: { RATELIMITED: 'rate_limited', DENIED: 'forbidden' },
    },
  })
  const createIssue = vendor.command('POST /graphql', {
    ...write,
    summary: 'Open an issue.',
    input: z.object({ title: z.string() }),
    output: z.object({ id: z.string() }),
    encode: graphql('mutation ($input: IssueInput!) { issueCreate(input: $input) { issue { id } } }'),
    body: (input) => ({ input }),
    pick: 'data.issueCreate.issue',
    idempotency: field('input.id', '24h'),
    audit: { entity: { type: 'issue', id: 'output.id' } },
    examples: [{ title: 'x' }],
  })
  const client = connect(vendor.connector({ version: '1.0.0', operations: { createIssue } }), {
    ...bound,
    origins: { api: server.origin },
  })
  server.reply = (_request, index) => (index === 0 ? 'drop' : { body: { data: { issueCreate: { issue: { id: 'i1' } } } } })
  expect(await client.createIssue({ title: 'x' }, { idempotencyKey: 'order-1' })).toEqual({ id: 'i1' })
  const [first, second] = server.seen.map(
    ({ body }) => JSON.parse(body) as { query: string; variables: { input: { id: string; title: string } } },
  )
  expect(first!.query).toContain('issueCreate')
  expect(first!.variables.input).toMatchObject({ title: 'x', id: expect.stringMatching(/^[0-9a-f-]{36}$/) })
  expect(second).toEqual(first)
  server.reply = () => ({ body: { data: null, errors: [{ message: 'no', extensions: { code: 'DENIED' } }] } })
  await expect(client.createIssue({ title: 'x' })).rejects.toMatchObject({
    code: 'forbidden',
    commitState: 'refused',
    vendor: { code: 'DENIED' },
  })
})

test('an origin per tenant: a setting can fill a label and nothing more', async () => {
  const vendor = defineVendor({
    ...common,
    id: 'perten',
    settings: z.object({ subdomain: z.string() }),
    origins: { api: 'https://{subdomain}.perten.example' },
  })
  const get = vendor.query('GET /a', { summary: 'a', input: z.object({}), output: z.object({}), examples: [{}] })
  const connector = vendor.connector({ version: '1.0.0', operations: { get } })
  const shown = await connect(connector, { ...bound, settings: { subdomain: 'acme' } }).get.dryRun({})
  expect(shown.url).toBe('https://acme.perten.example/a')
  for (const subdomain of ['evil.example/', 'a.b', '', 'a@b', 'xn--a']) {
    await expect(connect(connector, { ...bound, settings: { subdomain } }).get({})).rejects.toMatchObject({
      code: 'invalid_input',
      commitState: 'not_sent',
    })
  }
})

test('signed requests: over the final bytes, again at each attempt', async () => {
  const hmacSigned = signed<{ id: string; secret: string }>({
    fields: { id: 'shown', secret: 'secret' },
    sign: (request, { id, secret }, { now, hmac }) => {
      const at = String(now.getTime())
      const body = request.body ? Buffer.from(request.body).toString() : ''
      const digest = Buffer.from(hmac('sha256', secret, [request.method, request.url.pathname, at, body].join('\n'))).toString(
        'hex',
      )
      return { 'x-at': at, 'x-signature': `${id}:${digest}` }
    },
  })
  const vendor = defineVendor({ ...common, id: 'signs', origins: { api: 'https://signs.example' }, auth: { pair: hmacSigned } })
  const put = vendor.command('PUT /a/{id}', {
    ...write,
    summary: 'a',
    input: z.object({ id: z.string(), text: z.string() }),
    output: nothing,
    idempotency: upsert,
    audit: { entity: { type: 'a', id: 'input.id' } },
    examples: [{ id: '1', text: 't' }],
  })
  let now = 1_700_000_000_000
  const client = connect(vendor.connector({ version: '1.0.0', operations: { put } }), {
    ...bound,
    credentials: { pair: { id: 'k1', secret: 'signing-secret' } },
    origins: { api: server.origin },
    clock: { now: () => now++, random: () => 0, wait: () => Promise.resolve() },
  })
  server.reply = (_request, index) => (index === 0 ? { status: 503, body: {} } : { status: 204 })
  await client.put({ id: '1', text: 'ü' })
  const stamps = server.seen.map(({ headers, url, body, method }) => {
    const at = String(headers['x-at'])
    const expected = createHmac('sha256', 'signing-secret').update([method, url, at, body].join('\n')).digest('hex')
    expect(headers['x-signature']).toBe(`k1:${expected}`)
    return at
  })
  expect(new Set(stamps).size).toBe(2)
})

test('a batch has an outcome per item', async () => {
  const vendor = defineVendor({ ...common, id: 'batches', origins: { api: 'https://batches.example' } })
  const createAll = vendor.command('POST /batch', {
    ...write,
    summary: 'Create several.',
    input: z.object({ records: z.array(z.object({ key: z.string() })).max(200) }),
    output: z.array(z.object({ ok: z.boolean(), error: z.string().nullish() })),
    idempotency: claim,
    audit: { entity: { type: 'record', id: ({ input }) => input.records.map(({ key }) => key).join() } },
    items: ({ input, output }) =>
      output.map(({ ok, error }, index) => ({ key: input.records[index]!.key, ...(!ok && { failure: { code: error } }) })),
    examples: [{ records: [{ key: 'a' }] }],
  })
  const client = connect(vendor.connector({ version: '1.0.0', operations: { createAll } }), {
    ...bound,
    origins: { api: server.origin },
  })
  server.reply = () => ({ body: [{ ok: true }, { ok: false, error: 'duplicate' }] })
  const { receipt } = await client.createAll.detailed({ records: [{ key: 'a' }, { key: 'b' }] })
  expect(receipt.items).toEqual([
    { key: 'a', commitState: 'committed' },
    { key: 'b', commitState: 'refused', code: 'conflict', vendorCode: 'duplicate' },
  ])
})

test('a multipart upload opens its file again for a second sending', async () => {
  const vendor = defineVendor({ ...common, id: 'uploads', origins: { api: 'https://uploads.example' } })
  const upload = vendor.command('POST /files', {
    ...write,
    summary: 'Upload.',
    input: z.object({ name: z.string(), content: file() }),
    output: z.object({ id: z.string() }),
    encode: 'multipart',
    idempotency: header('idempotency-key', '1h'),
    audit: { entity: { type: 'file', id: 'output.id' } },
    examples: [{ name: 'a.txt', content: fileFromBytes('a.txt', 'hello') }],
  })
  const client = connect(vendor.connector({ version: '1.0.0', operations: { upload } }), {
    ...bound,
    origins: { api: server.origin },
  })
  server.reply = (_request, index) => (index === 0 ? { status: 503, body: {} } : { body: { id: 'f1' } })
  await client.upload({ name: 'b.txt', content: fileFromBytes('b.txt', 'the same bytes') })
  expect(server.seen).toHaveLength(2)
  for (const { body, headers } of server.seen) {
    expect(headers['content-type']).toMatch(/^multipart\/form-data; boundary=/)
    expect(body).toContain('filename="b.txt"')
    expect(body).toContain('the same bytes')
  }
})

test('an upload has a pin, so that an approval can bind to it', () => {
  const vendor = defineVendor({ ...common, id: 'pinned', origins: { api: 'https://pinned.example' } })
  const content = fileFromBytes('a.txt', 'hello')
  const upload = vendor.command('POST /files', {
    ...write,
    summary: 'Upload.',
    input: z.object({ content: file() }),
    output: nothing,
    body: 'content',
    idempotency: claim,
    audit: { entity: { type: 'file', id: 'input.content.name' } },
    examples: [{ content }],
  })
  const compiled = () => compileConnector(vendor.connector({ version: '1.0.0', operations: { upload } })).operations['upload']!
  expect(compiled().pin()).toMatch(/^[0-9a-f]{64}$/)
  expect(compiled().pin()).toBe(compiled().pin())
})

test('a GraphQL document without variables is still sent', async () => {
  const vendor = defineVendor({ ...common, id: 'bare', origins: { api: 'https://bare.example' } })
  const viewer = vendor.command('POST /graphql', {
    ...write,
    summary: 'Touch the viewer.',
    input: z.object({}),
    output: nothing,
    encode: graphql('mutation { touch }'),
    idempotency: upsert,
    audit: { entity: { type: 'viewer', id: () => 'me' } },
    examples: [{}],
  })
  const client = connect(vendor.connector({ version: '1.0.0', operations: { viewer } }), {
    ...bound,
    origins: { api: server.origin },
  })
  await client.viewer({})
  expect(JSON.parse(server.seen[0]!.body)).toEqual({ query: 'mutation { touch }', variables: {} })
})

test('a file that has changed since it was named is not sent', async () => {
  const vendor = defineVendor({ ...common, id: 'changed', origins: { api: 'https://changed.example' } })
  const upload = vendor.command('POST /files', {
    ...write,
    summary: 'Upload.',
    input: z.object({ content: file() }),
    output: nothing,
    encode: 'multipart',
    idempotency: upsert,
    audit: { entity: { type: 'file', id: 'input.content.name' } },
    examples: [{ content: fileFromBytes('a.txt', 'hello') }],
  })
  const client = connect(vendor.connector({ version: '1.0.0', operations: { upload } }), {
    ...bound,
    origins: { api: server.origin },
  })
  const gone = {
    ...fileFromBytes('a.txt', 'hello'),
    open: (): AsyncIterable<Uint8Array> => {
      throw new Error('it was deleted')
    },
  }
  const error: unknown = await client.upload({ content: gone }).catch((reason: unknown) => reason)
  expect(error).toMatchObject({ commitState: 'not_sent', retryable: false })
  expect(server.seen).toHaveLength(0)
})

test('a download is streamed, and another declared origin gets no credentials', async () => {
  const other = await vendorServer()
  try {
    const vendor = defineVendor({ ...common, id: 'downloads', origins: { api: 'https://a.example', cdn: 'https://b.example' } })
    const download = vendor.query('GET /file', {
      summary: 'f',
      input: z.object({}),
      output: bytes({ maxBytes: 1_000 }),
      examples: [{}],
    })
    const client = connect(vendor.connector({ version: '1.0.0', operations: { download } }), {
      ...bound,
      origins: { api: server.origin, cdn: other.origin },
    })
    server.reply = () => ({ status: 302, headers: { location: `${other.origin}/blob?signed=1` } })
    other.reply = () => ({ headers: { 'content-type': 'text/plain' }, body: 'file content' })
    const { stream, contentType } = await client.download({})
    expect(await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).text()).toBe('file content')
    expect(contentType).toBe('text/plain')
    expect(server.seen[0]!.headers.authorization).toBe('Bearer odd-token-1')
    expect(other.seen[0]!.headers.authorization).toBeUndefined()
  } finally {
    await other.close()
  }
})

test('server-sent events are typed, and one that has drifted is a violation', async () => {
  const vendor = defineVendor({ ...common, id: 'streams', origins: { api: 'https://streams.example' } })
  const follow = vendor.query('GET /events', {
    summary: 'e',
    input: z.object({}),
    output: events(z.object({ id: z.string() })),
    examples: [{}],
  })
  const client = connect(vendor.connector({ version: '1.0.0', operations: { follow } }), {
    ...bound,
    origins: { api: server.origin },
  })
  server.reply = () => ({
    headers: { 'content-type': 'text/event-stream' },
    body: 'data: {"id":"1"}\n\ndata: {"id":"2"}\n\ndata: {"no":1}\n\n',
  })
  const ids: string[] = []
  const all = (async () => {
    for await (const event of await client.follow({})) ids.push(event.id)
  })()
  await expect(all).rejects.toMatchObject({ code: 'contract_violation' })
  expect(ids).toEqual(['1', '2'])
})

test('another wire format takes a codec, and a code that means "done before" its output', async () => {
  const lines: Codec = {
    contentType: 'application/x-lines',
    encode: (value) =>
      Object.entries(value as object)
        .map(([name, content]) => `${name}=${String(content)}`)
        .join('\n'),
    decode: (text) => Object.fromEntries(text.split('\n').map((line) => line.split('=', 2))) as unknown,
  }
  const vendor = defineVendor({
    ...common,
    id: 'lines',
    origins: { api: 'https://lines.example' },
    failures: { read: ({ body }) => ({ code: body?.error }), codes: { duplicate: 'conflict' } },
  })
  const report = vendor.command('POST /report', {
    ...write,
    summary: 'r',
    input: z.object({ uuid: z.string() }),
    output: z.object({ status: z.string() }),
    encode: lines,
    decode: lines,
    idempotency: upsert,
    alreadyDone: { duplicate: () => ({ output: { status: 'reported before' } }) },
    audit: { entity: { type: 'report', id: 'input.uuid' } },
    examples: [{ uuid: 'u' }],
  })
  const client = connect(vendor.connector({ version: '1.0.0', operations: { report } }), {
    ...bound,
    origins: { api: server.origin },
  })
  server.reply = (_request, index) => ({
    status: index === 0 ? 200 : 409,
    headers: { 'content-type': 'application/x-lines' },
    body: index === 0 ? 'status=reported' : 'error=duplicate',
  })
  expect(await client.report({ uuid: 'u1' })).toEqual({ status: 'reported' })
  expect(server.seen[0]!.body).toBe('uuid=u1')
  const { data, receipt } = await client.report.detailed({ uuid: 'u1' })
  expect(data).toEqual({ status: 'reported before' })
  expect(receipt.commitState).toBe('committed')
})
