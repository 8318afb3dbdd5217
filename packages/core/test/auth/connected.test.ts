import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { inspect } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import * as z from 'zod'
import {
  bearer,
  connect,
  defineVendor,
  isConnectorError,
  memoryStore,
  type Telemetry,
  type Transport,
  TransportError,
} from '@portico/core'
import { authorizationCode, clientCredentials, type AuthorizationCodeScheme, revoke } from '@portico/core/oauth'
import { listenOnLoopback, type Loopback } from './loopback.ts'
import { logIn, loginScheme } from './login.ts'
import { type OAuthServer, serviceClient, startOAuthServer, webClient } from './oauth-server.ts'

let server: OAuthServer
let api: Loopback
let userScheme: AuthorizationCodeScheme
/** Access tokens that the API has ended early. */
const ended = new Set<string>()
let seen: string[]

beforeAll(async () => {
  server = await startOAuthServer()
  userScheme = loginScheme(server)
  api = await listenOnLoopback((request, response) => {
    const token = request.headers.authorization ?? ''
    seen.push(token)
    response.writeHead(ended.has(token) ? 401 : 200, { 'content-type': 'application/json' }).end('{"id":"1"}')
  })
})
beforeEach(() => {
  server.reset()
  ended.clear()
  seen = []
})
afterAll(async () => {
  await api.close()
  await server.close()
})

function vendorOf(tokenUrl: string) {
  const vendor = defineVendor({
    id: 'ledgerly',
    title: { en: 'Ledgerly', ar: 'ليدجرلي' },
    vendorVersion: '1',
    origins: { api: 'https://api.ledgerly.example' },
    settings: z.object({ realm: z.string().optional() }),
    auth: { app: clientCredentials({ tokenUrl }), user: userScheme, key: bearer() },
    failures: { read: () => ({}), codes: {} },
    defaults: { timeoutMs: 2_000, retry: false, sensitivity: 'S1' },
    facts: { source: 'https://ledgerly.example', verifiedAt: '2026-11-24' },
  })
  const getEntry = vendor.query('GET /entries/{id}', {
    summary: 'One entry.',
    input: z.object({ id: z.string() }),
    output: z.object({ id: z.string() }),
    examples: [{ id: '1' }],
  })
  return vendor.connector({ version: '1.0.0', operations: { getEntry } })
}

const options = () => ({
  tenantId: 'acme',
  actor: { type: 'executor_system', id: 'test' } as const,
  origins: { api: api.origin },
})

describe('a connected client', () => {
  test('acquires a token once, and sends it with every call', async () => {
    const client = connect(vendorOf(`${server.origin}/token`), { ...options(), credentials: { app: serviceClient } })
    await Promise.all(Array.from({ length: 20 }, () => client.getEntry({ id: '1' })))
    expect(server.granted).toEqual(['client_credentials'])
    expect(new Set(seen).size).toBe(1)
    expect(seen).toHaveLength(20)
    await client.close()
  })

  test('replaces a token that the vendor refuses, and the call goes through', async () => {
    const store = memoryStore()
    const { refreshToken } = await logIn(userScheme)
    const user = { ...webClient, refreshToken: refreshToken! }
    const client = connect(vendorOf(`${server.origin}/token`), { ...options(), store, credentials: { user } })
    await client.getEntry({ id: '1' })
    server.reset()
    ended.add(seen[0]!)
    expect(await client.getEntry({ id: '1' })).toEqual({ id: '1' })
    expect(server.granted).toEqual(['refresh_token'])
    expect(seen).toHaveLength(3)
    expect(seen[2]).not.toBe(seen[0])
    await client.close()
  })

  test('acts for the owner of its credentials, whatever the store holds for another', async () => {
    const store = memoryStore()
    const connected = (credentials: object) =>
      connect(vendorOf(`${server.origin}/token`), { ...options(), store, credentials: credentials as never })
    const [ada, bob] = [await logIn(userScheme), await logIn(userScheme)]
    await connected({ user: { ...webClient, refreshToken: ada.refreshToken } }).getEntry({ id: '1' })
    await connected({ user: { ...webClient, refreshToken: bob.refreshToken } }).getEntry({ id: '1' })
    // Both logins work on, so nothing but the credentials says which one is meant.
    expect(new Set(seen).size).toBe(2)
    expect(server.granted.filter((grant) => grant === 'refresh_token')).toHaveLength(2)
    // Of the application that was connected before nothing is sent either: the new one is asked to prove itself.
    await connected({ app: serviceClient }).getEntry({ id: '1' })
    const stranger = await connected({ app: { ...serviceClient, clientId: 'another' } })
      .getEntry({ id: '1' })
      .catch((error: unknown) => error)
    expect(stranger).toMatchObject({ code: 'unauthenticated', commitState: 'not_sent' })
    expect(seen).toHaveLength(3)
  })

  test('says what is wrong with its credentials, as an error of the call that holds no secret', async () => {
    const app = { ...serviceClient, clientSecret: 'wrong-secret-4711-wrong' }
    const client = connect(vendorOf(`${server.origin}/token`), { ...options(), credentials: { app } })
    const error: unknown = await client.getEntry({ id: '1' }).catch((reason: unknown) => reason)
    expect(isConnectorError(error)).toBe(true)
    expect(error).toMatchObject({ code: 'unauthenticated', commitState: 'not_sent' })
    expect(JSON.stringify(error) + String(error)).not.toContain('4711')
    expect(seen).toEqual([])
    await client.close()
  })

  test('says that the token endpoint is away', async () => {
    const gone = await listenOnLoopback()
    await gone.close()
    const client = connect(vendorOf(`${gone.origin}/token`), { ...options(), credentials: { app: serviceClient } })
    await expect(client.getEntry({ id: '1' })).rejects.toMatchObject({ code: 'unavailable', commitState: 'not_sent' })
    await client.close()
  })

  test('passes on when to come back, in the words of the token endpoint', async () => {
    const busy = await listenOnLoopback((_request, response) => response.writeHead(503, { 'retry-after': '7' }).end())
    const client = connect(vendorOf(`${busy.origin}/token`), { ...options(), credentials: { app: serviceClient } })
    await expect(client.getEntry({ id: '1' })).rejects.toMatchObject({
      code: 'unavailable',
      retryable: true,
      retryAfterMs: 7_000,
      message: `ledgerly.getEntry: ${new URL(busy.origin).host} answered 503`,
    })
    await client.close()
    await busy.close()
  })

  test('says which credential can not be used as it is, when it is sent as when it is only rendered', async () => {
    const vendor = vendorOf(`${server.origin}/token`)
    const client = connect(vendor, { ...options(), credentials: { key: 'planted-4711\n' } })
    for (const asked of [client.getEntry({ id: '1' }), client.getEntry.dryRun({ id: '1' })]) {
      const error: unknown = await asked.catch((reason: unknown) => reason)
      expect(error).toMatchObject({ code: 'invalid_input', commitState: 'not_sent' })
      expect(String(error)).toMatch(/ledgerly.getEntry: the bearer token has a control character/)
      expect(inspect(error)).not.toContain('4711')
    }
    await client.close()
  })

  test.each(['the token endpoint', 'the source of the credentials'])('waits for %s no longer than its deadline', async (what) => {
    const silent = await listenOnLoopback(() => {})
    const never = new Promise<never>(() => {})
    const client = connect(vendorOf(`${silent.origin}/token`), {
      ...options(),
      credentials: what === 'the token endpoint' ? { app: serviceClient } : () => never,
    })
    await expect(client.getEntry({ id: '1' }, { timeoutMs: 50 })).rejects.toMatchObject({
      code: 'timeout',
      commitState: 'not_sent',
      retryable: true,
    })
    // Its client would wait for the answer to come, or not to.
    await silent.close()
    await client.close()
  })

  test('counts the tokens that it asked for, by what came of it', async () => {
    const counted: unknown[] = []
    const telemetry: Telemetry = {
      measure: (metric, _value, attributes) => metric === 'portico.token.acquisitions' && counted.push(attributes),
    }
    for (const app of [serviceClient, { ...serviceClient, clientSecret: 'wrong-secret-4711-wrong' }]) {
      const client = connect(vendorOf(`${server.origin}/token`), { ...options(), telemetry, credentials: { app } })
      await client.getEntry({ id: '1' }).catch(() => {})
      await client.close()
    }
    const names = { 'portico.connector': 'ledgerly', 'portico.scheme': 'app' }
    expect(counted).toEqual([
      { ...names, 'portico.outcome': 'acquired' },
      { ...names, 'portico.outcome': 'unauthenticated' },
    ])
  })

  test('ends such a wait at the signal', async () => {
    const silent = await listenOnLoopback(() => {})
    const client = connect(vendorOf(`${silent.origin}/token`), { ...options(), credentials: { app: serviceClient } })
    const signal = AbortSignal.timeout(20)
    await expect(client.getEntry({ id: '1' }, { signal })).rejects.toMatchObject({ code: 'cancelled', commitState: 'not_sent' })
    // Its client would wait for the answer to come, or not to.
    await silent.close()
    await client.close()
  })

  test('takes a token endpoint on one of its origins along, when code points that origin elsewhere', async () => {
    const paths: string[] = []
    const enterprise = await listenOnLoopback((request, response) => {
      paths.push(request.url!)
      const body = request.method === 'POST' ? { access_token: 'one', token_type: 'bearer' } : { id: '1' }
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    })
    const origins = { api: `${enterprise.origin}/api/v3` }
    // A placeholder in the path is the scheme's to fill.
    const client = connect(vendorOf('https://api.ledgerly.example/{realm}/token?x=1'), {
      ...options(),
      origins,
      settings: { realm: 'acme' },
      credentials: { app: serviceClient },
    })
    expect(await client.getEntry({ id: '1' })).toEqual({ id: '1' })
    expect(paths).toEqual(['/api/v3/acme/token?x=1', '/api/v3/entries/1'])
    await client.close()
    await enterprise.close()
  })

  test('does not take along an endpoint whose host or path only begins alike', async () => {
    const wrong = await listenOnLoopback((_request, response) => response.writeHead(500).end())
    const transport: Transport = {
      name: 'refusing',
      request: async ({ origin, path }) => {
        throw new TransportError('connect', false, `${origin}${path}`)
      },
      close: async () => {},
    }
    const tokenUrl = 'https://api.ledgerly.example.evil.example/token'
    const client = connect(vendorOf(tokenUrl), {
      ...options(),
      origins: { api: wrong.origin },
      transport,
      credentials: { app: serviceClient },
    })
    const error: unknown = await client.getEntry({ id: '1' }).catch((reason: unknown) => reason)
    expect(inspect(error, { depth: 5 })).toContain(tokenUrl)
    await wrong.close()
  })
})

test('a login goes through the proxy of the environment, as every call does', async () => {
  const asked: string[] = []
  const proxy = createServer((socket) => {
    socket.once('data', (head: Buffer) => {
      asked.push(head.toString().split('\r\n', 1)[0]!)
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
    })
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  vi.stubEnv('https_proxy', `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`)
  const scheme = authorizationCode({
    authorizeUrl: 'https://login.example/authorize',
    tokenUrl: 'https://login.example/token',
    revokeUrl: 'https://login.example/revoke',
    scopes: [],
  })
  await expect(revoke(scheme, { accessToken: 'one' }, { credential: { clientId: 'me' } })).rejects.toMatchObject({
    code: 'unavailable',
  })
  expect(asked).toEqual(['CONNECT login.example:443 HTTP/1.1'])
  proxy.close()
})

test('a request that can not be written as HTTP is a mistake of its caller, not of the vendor', async () => {
  const transport: Transport = {
    name: 'strict',
    request: async () => {
      throw new TransportError('protocol', false, 'a header has a line break')
    },
    close: async () => {},
  }
  const client = connect(vendorOf(`${server.origin}/token`), {
    ...options(),
    transport,
    credentials: { key: 'planted-4711' },
  })
  await expect(client.getEntry({ id: '1' })).rejects.toMatchObject({ code: 'invalid_input', commitState: 'not_sent' })
})
