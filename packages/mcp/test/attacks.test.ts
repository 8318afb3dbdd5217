import { request as httpRequest } from 'node:http'
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, createLocalJWKSet } from 'jose'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type LogRecord, memoryAudit } from '@portico/core'
import { type Authorization, httpServer, toolset } from '@portico/mcp'
import { agent } from './fixture/connected.ts'
import { deskPortico } from './fixture/desk-portico.ts'
import { overHttp, type Served } from './fixture/over-http.ts'
import { post } from './fixture/task-session.ts'
import { type FakeVendor, fakeVendor } from './fixture/vendor.ts'

const issuer = 'https://login.acme.example'
const resource = 'https://tools.acme.example/mcp'
const read = { name: 'desk_getTicket', arguments: { id: '7' } }

let key: CryptoKey
let keys: Authorization['keys']
let vendor: FakeVendor
let audit: ReturnType<typeof memoryAudit>
let logs: LogRecord[]
let closing: (() => Promise<void>)[]
beforeAll(async () => {
  const pair = await generateKeyPair('ES256')
  key = pair.privateKey
  keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(pair.publicKey)), alg: 'ES256', kid: 'k1' }] })
})
beforeEach(async () => {
  vendor = await fakeVendor()
  audit = memoryAudit()
  logs = []
  closing = [() => vendor.close()]
})
afterEach(async () => {
  for (const close of closing.toReversed()) await close()
})

type Tools = Parameters<typeof toolset<ReturnType<typeof deskPortico>>>[2]

async function serve(options: Partial<Parameters<typeof overHttp>[1]> = {}, tools: Tools = {}): Promise<Served> {
  const portico = deskPortico(vendor.origin, { audit, telemetry: { log: (record) => void logs.push(record) } })
  const served = await overHttp(toolset(portico, { desk: '*' }, tools), {
    ...(options.authorization ? {} : { caller: agent }),
    ...options,
  })
  closing.push(() => portico.close(), served.close)
  return served
}

const refusals = (): string[] =>
  logs.filter(({ event }) => event === 'portico.mcp.refused').map(({ attributes }) => String(attributes['rule']))

describe('arguments', () => {
  test.each([
    ['an unknown field', { id: '7', admin: true }],
    ['a constructor key', { id: '7', constructor: { prototype: { admin: true } } }],
    ['a path of dots', { id: '..' }],
    ['a path that climbs out', { id: '../admin' }],
    ['a path that climbs out once decoded', { id: '7%2f..%2fadmin' }],
    ['a list in the place of a text', { id: ['7'] }],
  ])('that smuggle %s are refused before the vendor is reached, and audited', async (_name, given) => {
    const { url } = await serve()
    const { result } = await post(url, 'tools/call', { ...read, arguments: given })
    expect(result).toMatchObject({
      isError: true,
      structuredContent: { error: { code: 'invalid_input', commitState: 'not_sent' } },
    })
    expect(vendor.seen).toEqual([])
    expect(audit.rows).toMatchObject([
      { operation: 'getTicket', outcome: 'failed', code: 'invalid_input', commitState: 'not_sent' },
    ])
  })

  test('that smuggle a prototype key are refused with the body, and that is logged', async () => {
    const { url } = await serve()
    const given = JSON.parse('{"id":"7","__proto__":{"admin":true}}') as object
    const { error } = await post(url, 'tools/call', { ...read, arguments: given })
    expect(error).toMatchObject({ message: expect.stringContaining('__proto__') as string })
    expect(refusals()).toEqual(['http.body.keys'])
    expect(vendor.seen).toEqual([])
  })

  test('that look like a query are data, and stay within their segment of the path', async () => {
    const { url } = await serve()
    await post(url, 'tools/call', { ...read, arguments: { id: '7?admin=1#x' } })
    expect(vendor.seen.map((seen) => seen.url)).toEqual(['/tickets/7%3Fadmin%3D1%23x'])
  })

  test('can not put a header into a request: a key is refused and audited, a text is data', async () => {
    const { url } = await serve()
    const create = (given: object) => post(url, 'tools/call', { name: 'desk_createTicket', arguments: given })
    const { result } = await create({ subject: 'x', portico: { key: 'k\r\nx-admin: 1' } })
    expect(result).toMatchObject({ isError: true, structuredContent: { error: { commitState: 'not_sent' } } })
    expect(vendor.seen).toEqual([])
    expect(audit.rows).toMatchObject([{ operation: 'createTicket', outcome: 'failed', commitState: 'not_sent' }])
    const subject = 'x\r\nx-admin: 1'
    await create({ subject })
    expect(vendor.seen).toMatchObject([{ body: { subject } }])
    expect(vendor.seen[0]!.headers).not.toHaveProperty('x-admin')
  })
})

describe('bodies', () => {
  test.each([
    ['larger than the limit', `{"a":"${'x'.repeat(200_000)}"}`, 413, 'http.body.size'],
    ['nested deeper than the limit', `${'['.repeat(5_000)}${']'.repeat(5_000)}`, 400, 'http.body.depth'],
    ['with a prototype key', '{"params":{"\\u005f_proto__":{}}}', 400, 'http.body.keys'],
    ['that are not JSON', '{', 400, 'http.body.syntax'],
  ])('%s are refused', async (_name, body, status, rule) => {
    const { url } = await serve({ limits: { bodyBytes: 100_000 } })
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    expect(response.status).toBe(status)
    expect(refusals()).toEqual([rule])
  })
})

describe('another site', () => {
  const ask = (url: string, headers: Readonly<Record<string, string>>): Promise<number> =>
    new Promise((resolve, reject) => {
      const sent = httpRequest(
        url,
        { method: 'POST', headers: { 'content-type': 'application/json', ...headers } },
        (response) => {
          response.resume()
          resolve(response.statusCode!)
        },
      )
      sent.on('error', reject)
      sent.end('{}')
    })

  test.each([
    ['a name of its own (DNS rebinding)', { host: 'evil.example' }],
    ['a page of its own', { origin: 'https://evil.example' }],
    ['a page without an origin', { origin: 'null' }],
  ])('that reaches the server under %s is refused', async (_name, headers) => {
    const { url } = await serve()
    expect(await ask(url, headers)).toBe(403)
    expect(refusals()).toEqual(['http.host'])
  })

  test('is not served at all without tokens', async () => {
    const portico = deskPortico(vendor.origin)
    closing.push(() => portico.close())
    const tools = toolset(portico, { desk: '*' })
    expect(() => httpServer(tools, { caller: agent, host: '0.0.0.0' })).toThrow('set authorization')
    expect(() => httpServer(tools, {})).toThrow('set authorization, or caller')
  })
})

describe('a token', () => {
  const token = (claims: Readonly<Record<string, unknown>> = {}, signer: CryptoKey = key): Promise<string> => {
    const payload = { iss: issuer, aud: resource, client_id: 'bot', tenant: 'acme', scope: 'desk', ...claims }
    return new SignJWT(payload).setProtectedHeader({ alg: 'ES256', kid: 'k1' }).setIssuedAt().setExpirationTime('5m').sign(signer)
  }
  const authorization = (): Authorization => ({
    issuer,
    resource,
    keys,
    requiredScopes: ['desk'],
    caller: ({ client_id, tenant }) =>
      tenant === 'acme'
        ? { client: String(client_id), tenantId: 'acme', actor: { type: 'executor_system', id: String(client_id) } }
        : undefined,
  })
  const ask = async (
    url: string,
    bearer: string | undefined,
    params: { readonly name: string; readonly arguments: object } = read,
  ): Promise<Response> =>
    fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': 'tools/call',
        'mcp-name': params.name,
        ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
      },
      body: JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method: 'tools/call',
        params: {
          ...params,
          _meta: {
            'io.modelcontextprotocol/protocolVersion': '2026-07-28',
            'io.modelcontextprotocol/clientInfo': { name: 't', version: '1' },
            'io.modelcontextprotocol/clientCapabilities': {},
          },
        },
      }),
    })

  const badTokens: readonly (readonly [string, () => Promise<string | undefined>, number])[] = [
    ['is missing', async () => undefined, 401],
    ['is for another audience', () => token({ aud: 'https://other.example/mcp' }), 401],
    ['is of another issuer', () => token({ iss: 'https://evil.example' }), 401],
    ['has expired', () => token({ exp: 1 }), 401],
    ['is signed by another key', async () => token({}, (await generateKeyPair('ES256')).privateKey), 401],
    [
      'is not signed',
      async () => `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{}').toString('base64url')}.`,
      401,
    ],
    ['speaks of nobody who is known', () => token({ tenant: 'other' }), 401],
    ['lacks the scope', () => token({ scope: 'other' }), 403],
  ]

  test.each(badTokens)('that %s is refused with a challenge', async (name, bearer, status) => {
    const { url } = await serve({ authorization: authorization() })
    // An expiry that is stated wins over the one that the helper sets.
    const given =
      name === 'has expired'
        ? await new SignJWT({ iss: issuer, aud: resource, exp: 1 }).setProtectedHeader({ alg: 'ES256' }).sign(key)
        : await bearer()
    const response = await ask(url, given)
    expect(response.status).toBe(status)
    expect(response.headers.get('www-authenticate')).toContain(
      'https://tools.acme.example/.well-known/oauth-protected-resource/mcp',
    )
    expect(refusals()).toEqual(['http.token'])
    expect(vendor.seen).toEqual([])
  })

  test('that is good gets its answer, and a step up where a tool needs more', async () => {
    const { url } = await serve(
      { authorization: authorization() },
      { access: { scopes: [{ scope: 'write', effects: ['internal_write'] }] } },
    )
    expect((await ask(url, await token())).status).toBe(200)
    const refused = await ask(url, await token(), { name: 'desk_createTicket', arguments: { subject: 'x' } })
    expect(refused.status).toBe(403)
    expect(refused.headers.get('www-authenticate')).toContain('scope="write"')
    const metadata = await fetch(new URL('/.well-known/oauth-protected-resource/mcp', url))
    expect(await metadata.json()).toMatchObject({ resource, authorization_servers: [issuer] })
    expect(vendor.seen).toHaveLength(1)
  })
})

test('a client that calls 100 times at once is held to its budget, each refusal is logged, and the server serves on', async () => {
  const { url } = await serve({ limits: { burst: 20, perSecond: 2, concurrent: 10 } })
  const ask = async (): Promise<number> => {
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })
    await response.text()
    return response.status
  }
  const statuses = await Promise.all(Array.from({ length: 100 }, ask))
  const refused = statuses.filter((status) => status === 429)
  expect(refused.length).toBeGreaterThan(50)
  expect(refusals().filter((rule) => rule === 'http.rate')).toHaveLength(refused.length)
  await expect.poll(async () => (await post(url, 'tools/call', read)).result, { timeout: 10_000 }).toBeDefined()
})
