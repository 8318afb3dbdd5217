import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { connect, defineVendor, isConnectorError, memoryStore } from '@portico/core'
import { clientCredentials, type AuthorizationCodeScheme } from '@portico/core/oauth'
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
    auth: { app: clientCredentials({ tokenUrl }), user: userScheme },
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
})
