import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { connect, defineVendor, type LogRecord, memoryIntents, memoryLedger, memoryStore } from '@portico/core'
import { clientCredentials } from '@portico/core/oauth'
import { toolset } from '@portico/mcp'
import { agent, connected, eras } from './fixture/connected.ts'
import { deskPortico } from './fixture/desk-portico.ts'
import { overHttp } from './fixture/over-http.ts'
import { post } from './fixture/task-session.ts'
import { type FakeVendor, fakeVendor } from './fixture/vendor.ts'

const inner = 'connect ECONNREFUSED 10.1.2.3:5432 as app at db.internal'
let vendor: FakeVendor
let logs: LogRecord[] = []
beforeAll(async () => {
  vendor = await fakeVendor()
})
afterEach(() => {
  logs = []
})
afterAll(() => vendor.close())

const intents = { ...memoryIntents(), open: () => Promise.reject(new Error(inner)) }
const ticket = { name: 'desk_createTicket', arguments: { subject: 'Printer' } }

describe.each(eras)('a store that fails, for a %s client', (era) => {
  const serve = () =>
    toolset(deskPortico(vendor.origin, { telemetry: { log: (record) => void logs.push(record) } }), { desk: '*' })
  const told = async (calling: Promise<unknown>): Promise<string> =>
    calling.then(
      (answer) => JSON.stringify(answer),
      (error: Error) => `${error.name} ${error.message} ${JSON.stringify(error)}`,
    )

  test('over stdio is told as no more than that, and is in the log', async () => {
    const { client, close } = await connected(serve(), era, { intents })
    const text = await told(client.callTool(ticket))
    expect(text).not.toMatch(/10\.1\.2\.3|db\.internal|ECONN/)
    expect(text).toContain('the server failed')
    expect(JSON.stringify(logs)).toContain('db.internal')
    await close()
  })

  test('over HTTP is told as no more than that, and is in the log', async () => {
    const served = await overHttp(serve(), { caller: agent, intents })
    const client = await served.connect(era)
    const text = await told(client.callTool(ticket, { onprogress: () => undefined }))
    expect(text).not.toMatch(/10\.1\.2\.3|db\.internal|ECONN/)
    expect(JSON.stringify(logs)).toContain('db.internal')
    await served.close()
  })
})

const fails = () => Promise.reject(new Error(inner))
// Longer than an error keeps of a message.
const failsAtLength = () => Promise.reject(new Error(`${inner}: ${'x'.repeat(5_000)}`))
test.each<[string, object]>([
  ['a store', { store: { ...memoryStore(), claims: { ...memoryStore().claims, claim: fails } } }],
  ['a ledger', { ledger: { open: fails, resolve: fails } }],
  ['a store that says much', { store: { ...memoryStore(), claims: { ...memoryStore().claims, claim: failsAtLength } } }],
  ['a policy', { policy: { decide: fails } }],
])('%s that fails a call is told as that, and is in the log with the call', async (_, governance) => {
  const telemetry = { log: (record: LogRecord) => void logs.push(record) }
  const tools = toolset(deskPortico(vendor.origin, { ...governance, telemetry }), { desk: '*' })
  const { client, close } = await connected(tools, 'modern')
  const answer = await client.callTool({ name: 'desk_claimTicket', arguments: { subject: 'Printer' } })
  expect(JSON.stringify(answer)).not.toMatch(/10\.1\.2\.3|db\.internal|ECONN/)
  expect(JSON.stringify(answer)).toMatch(/a part of the server failed|a policy failed/)
  const { call } = answer.structuredContent as { readonly call: { readonly id: string } }
  const told = logs.filter(({ event }) => event === 'portico.mcp.failed')
  expect(told).toMatchObject([{ attributes: { callId: call.id, message: expect.stringContaining(inner) } }])
  await close()
})

test('nor is it told why a cancelled task may run on', async () => {
  vendor.reply = ({ method }) => ({ body: method === 'POST' ? { id: 'e1' } : { state: 'running' } })
  const kept = memoryLedger()
  let broken = false
  const portico = deskPortico(vendor.origin, {
    ledger: { ...kept, open: (proof) => (broken ? fails() : kept.open(proof)) },
    telemetry: { log: (record) => void logs.push(record) },
  })
  const served = await overHttp(toolset(portico, { desk: '*' }), { caller: agent })
  const { taskId } = (await post(served.url, 'tools/call', { name: 'desk_exportTickets', arguments: { queue: 'it' } })).result!
  broken = true
  await post(served.url, 'tasks/cancel', { taskId })
  const { result } = await post(served.url, 'tasks/get', { taskId })
  expect(result).toMatchObject({
    status: 'cancelled',
    statusMessage: expect.stringContaining('it may still be running at the vendor'),
  })
  expect(JSON.stringify(result)).not.toMatch(/10\.1\.2\.3|db\.internal|ECONN/)
  expect(JSON.stringify(logs)).toContain('db.internal')
  await served.close()
})

test('a vendor that gives no token is told as that: nothing of the server failed', async () => {
  const tokens = defineVendor({
    id: 'tokens',
    title: { en: 'Tokens', ar: 'رموز' },
    vendorVersion: '1',
    origins: { api: 'https://api.tokens.example' },
    auth: { app: clientCredentials({ tokenUrl: 'https://login.tokens.example/token' }) },
    failures: { read: () => ({}), codes: {} },
    defaults: { timeoutMs: 2_000, retry: false, sensitivity: 'S1' },
    facts: { source: 'https://tokens.example', verifiedAt: '2026-11-29' },
  })
  const getEntry = tokens.query('GET /entry', {
    summary: 'One entry.',
    input: z.object({}),
    output: z.object({ id: z.string() }),
    examples: [{}],
  })
  const client = connect(tokens.connector({ version: '1.0.0', operations: { getEntry } }), {
    tenantId: 'acme',
    credentials: { app: { clientId: 'portico', clientSecret: 'planted-secret' } },
    transport: {
      name: 'busy',
      request: async ({ origin, path }) => ({ status: 503, headers: {}, text: '', url: origin + path }),
      close: async () => undefined,
    },
  })
  const { client: asking, close } = await connected(toolset({ tokens: client }, { tokens: '*' }), 'modern')
  const answer = await asking.callTool({ name: 'tokens_getEntry', arguments: {} })
  expect(JSON.stringify(answer)).toContain('login.tokens.example')
  expect(JSON.stringify(answer)).not.toContain('a part of the server failed')
  await close()
  await client.close()
})
