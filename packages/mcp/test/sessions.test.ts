import { createLocalJWKSet, type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Authorization, type HttpServerOptions, toolset } from '@portico/mcp'
import { agent } from './fixture/connected.ts'
import { deskPortico } from './fixture/desk-portico.ts'
import { overHttp, type Served } from './fixture/over-http.ts'
import { type FakeVendor, fakeVendor } from './fixture/vendor.ts'

const issuer = 'https://login.acme.example'
const resource = 'https://tools.acme.example/mcp'

let key: CryptoKey
let authorization: Authorization
let vendor: FakeVendor
let closing: (() => Promise<void>)[]
beforeAll(async () => {
  const pair = await generateKeyPair('ES256')
  key = pair.privateKey
  authorization = {
    issuer,
    resource,
    keys: createLocalJWKSet({ keys: [{ ...(await exportJWK(pair.publicKey)), alg: 'ES256' }] }),
    caller: ({ client_id, tenant, sub }) => ({
      client: String(client_id),
      tenantId: String(tenant),
      actor: { type: 'executor_system', id: String(client_id) },
      person: { actor: { type: 'human', id: sub! }, approves: 'A1' },
    }),
  }
})
beforeEach(async () => {
  vendor = await fakeVendor()
  closing = [() => vendor.close()]
})
afterEach(async () => {
  for (const close of closing.toReversed()) await close()
})

type Tools = Parameters<typeof toolset<ReturnType<typeof deskPortico>>>[2]
async function serve(options: HttpServerOptions, tools: Tools = {}): Promise<Served> {
  const portico = deskPortico(vendor.origin)
  const served = await overHttp(toolset(portico, { desk: '*' }, tools), options)
  closing.push(() => portico.close(), served.close)
  return served
}

const token = (claims: Readonly<Record<string, unknown>> = {}): Promise<string> =>
  new SignJWT({ iss: issuer, aud: resource, client_id: 'bot', tenant: 'acme', sub: 'ann', scope: 'read', ...claims })
    .setProtectedHeader({ alg: 'ES256' })
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(key)

/** One request of a session, as a client of 2025 sends it. */
async function inSession(url: string, bearer: string, session: string | undefined, method: string, params: object) {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      authorization: `Bearer ${bearer}`,
      ...(session && { 'mcp-session-id': session, 'mcp-protocol-version': '2025-11-25' }),
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  })
  return { status: response.status, session: response.headers.get('mcp-session-id')!, text: await response.text() }
}
const opened = async (url: string, bearer: string): Promise<string> => {
  const clientInfo = { name: 't', version: '1' }
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo }
  return (await inSession(url, bearer, undefined, 'initialize', params)).session
}

test('clients of 2025 that listen for news do not use up what may be under way', async () => {
  const limits = { concurrent: 4, burst: 1_000, perSecond: 1_000 }
  const served = await serve({ caller: agent, limits })
  for (let clients = 0; clients < 6; clients++) {
    const client = await served.connect('legacy')
    expect((await client.listTools()).tools.length).toBeGreaterThan(0)
  }
  expect((await (await served.connect('modern')).listTools()).tools.length).toBeGreaterThan(0)
})

test('a client that opens sessions without end ends none of those of another tenant', async () => {
  const { url } = await serve({ authorization, limits: { sessions: { most: 3, idleMs: 600_000 } } })
  const ours = await token()
  const session = await opened(url, ours)
  const theirs = await token({ client_id: 'flood', tenant: 'other' })
  const flood = []
  for (let opening = 0; opening < 5; opening++) flood.push(await opened(url, theirs))
  expect((await inSession(url, ours, session, 'tools/list', {})).status).toBe(200)
  expect((await inSession(url, theirs, flood.at(-1), 'tools/list', {})).status).toBe(200)
  expect((await inSession(url, theirs, flood[0], 'tools/list', {})).status).toBe(404)
})

test('nor does one that opens them for ever more persons', async () => {
  const { url } = await serve({ authorization, limits: { sessions: { most: 3, idleMs: 600_000 } } })
  const ours = await token()
  const session = await opened(url, ours)
  for (let person = 0; person < 5; person++)
    await opened(url, await token({ client_id: 'flood', tenant: 'other', sub: `person-${person}` }))
  expect((await inSession(url, ours, session, 'tools/list', {})).status).toBe(200)
})

test('a session has the rights of the token that comes with the request', async () => {
  const scopes = [{ scope: 'write', effects: ['internal_write' as const] }]
  const { url } = await serve({ authorization, search: { above: 1 } }, { access: { scopes } })
  const session = await opened(url, await token({ scope: 'read write' }))
  const found = { name: 'desk_createTicket', arguments: { subject: 'x' } }
  const call = { name: 'portico_call_tool', arguments: found }
  const lessened = await inSession(url, await token({ scope: 'read' }), session, 'tools/call', call)
  expect(lessened.text).toContain('Unknown tool: desk_createTicket')
  expect(vendor.seen).toEqual([])
  const whole = await inSession(url, await token({ scope: 'read write' }), session, 'tools/call', call)
  expect(whole.text).toContain('desk.createTicket: done')
})

test.each(['tenant', 'sub', 'client_id'])('a token without %s identifies no one, and is refused', async (claim) => {
  const unchecked = {
    ...authorization,
    caller: ({ client_id, tenant, sub }: Record<string, unknown>) =>
      ({
        client: client_id,
        tenantId: tenant,
        actor: { type: 'executor_system', id: 'agent' },
        person: { actor: { type: 'human', id: sub }, approves: 'A1' },
      }) as never,
  }
  const { url } = await serve({ authorization: unchecked })
  const initialize = async (claims: object) =>
    inSession(url, await token({ ...claims }), undefined, 'initialize', {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 't', version: '1' },
    })
  expect((await initialize({})).status).toBe(200)
  expect((await initialize({ [claim]: undefined })).status).toBe(401)
  expect((await initialize({ [claim]: ' ' })).status).toBe(401)
})

test('a session is of the person who opened it: another one at the same client is not answered', async () => {
  const { url } = await serve({ authorization })
  const session = await opened(url, await token({ sub: 'ann' }))
  expect((await inSession(url, await token({ sub: 'bob' }), session, 'tools/list', {})).status).toBe(404)
  expect((await inSession(url, await token({ sub: 'ann' }), session, 'tools/list', {})).status).toBe(200)
})
