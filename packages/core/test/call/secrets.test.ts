import { inspect } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import * as z from 'zod'
import {
  type Actor,
  bearer,
  connect,
  defineVendor,
  memoryAudit,
  memoryEvents,
  memoryLedger,
  memoryStore,
  none,
  type Policy,
  type Telemetry,
} from '@portico/core'
import { jwtBearer } from '@portico/core/jwt'
import type { TokenScheme } from '../../src/contract/scheme.ts'
import type { CredentialType } from '../../src/auth/credential-type.ts'
import { secretsOfCredential } from '../../src/client/secrets-of.ts'
import { rsa } from '../auth/keys.ts'
import { type VendorServer, vendorServer } from '../fixture/vendor-server.ts'

const planted = {
  card: 'card-4242-4242-4242',
  note: 'note-of-the-customer',
  access: 'access-token-7001',
  refresh: 'refresh-token-7002',
  other: 'second-users-token-7003',
}

/** Trades any text for a token, as an OAuth server would. */
const traded: TokenScheme<string> & CredentialType<string> = {
  kind: 'traded',
  fields: [{ name: '', secret: true }],
  statement: {},
  hosts: ['https://desk.example/token'],
  acquire: async () => ({
    accessToken: planted.access,
    refreshToken: planted.refresh,
    fields: { authed_user: { id: 'U1', access_token: planted.other } },
  }),
  apply: ({ accessToken }) => ({ headers: { authorization: `Bearer ${accessToken}` } }),
}

const vendor = defineVendor({
  id: 'desk',
  title: { en: 'Desk', ar: 'مكتب' },
  vendorVersion: '1',
  origins: { api: 'https://desk.example' },
  auth: { token: bearer(), traded },
  failures: { read: ({ body }) => ({ code: body?.code, message: body?.message }), codes: { card_declined: 'rejected' } },
  defaults: { timeoutMs: 1_000, retry: false, sensitivity: 'S1' },
  facts: { source: 'https://desk.example/api', verifiedAt: '2026-11-24' },
})
const pay = vendor.command('POST /payments', {
  summary: 'Pay.',
  input: z.object({ source: z.object({ number: z.string() }), notes: z.array(z.string()), amount: z.string() }),
  output: z.object({ id: z.string() }),
  sideEffect: 'internal_write',
  reversibility: 'R0',
  approval: 'A0',
  idempotency: none('a test'),
  audit: { entity: { type: 'payment', id: 'output.id' }, redact: ['source.number'], omit: ['notes'] },
  rollback: { manual: 'None.' },
  examples: [{ source: { number: '1' }, notes: [], amount: '1' }],
})
const desk = vendor.connector({ version: '1.0.0', operations: { pay } })
const actor: Actor = { type: 'executor_system', id: 'orders' }
const input = { source: { number: planted.card }, notes: [planted.note], amount: '1000.00' }

let server: VendorServer
beforeEach(async () => {
  server = await vendorServer()
})
afterEach(() => server.close())

test.each([
  ['a field that audit may not hold', { token: 'static-token-7000' }],
  ['a token that was acquired', { traded: 'client-secret-7004' }],
])('%s is nowhere, though the vendor repeats everything that it was told', async (_what, credentials) => {
  const told: unknown[] = []
  const telemetry: Telemetry = {
    span: (...opened) => {
      told.push(opened)
      return { set: (attributes) => told.push(attributes), end: (outcome) => told.push(outcome), traceparent: undefined }
    },
    measure: (...measured) => told.push(measured),
    log: (record) => told.push(record),
  }
  const [audit, events, ledger] = [memoryAudit(), memoryEvents(), memoryLedger()]
  server.reply = ({ body, headers }) => ({
    status: 402,
    body: { code: 'card_declined', message: `no: ${body} ${headers.authorization} ${Object.values(planted).join(' ')}` },
  })
  const client = connect(desk, {
    tenantId: 'acme',
    actor,
    credentials: credentials as { token: string },
    origins: { api: server.origin },
    audit,
    events,
    ledger,
    telemetry,
  })
  const error: unknown = await client.pay(input).catch((reason: unknown) => reason)
  const secrets = [planted.card, planted.note, ...Object.values(credentials)]
  if ('traded' in credentials) secrets.push(planted.access, planted.refresh, planted.other)

  expect(error).toMatchObject({ code: 'rejected', vendor: { code: 'card_declined' } })
  // What is no secret stays: the error still says what was wrong.
  expect(String(error)).toContain('1000.00')
  const everything = inspect([error, told, audit.rows, events.events, ledger.proofs], { depth: 20, showHidden: true })
  expect(everything).toContain('card_declined')
  for (const secret of secrets) expect(everything).not.toContain(secret)
  await client.close()
})

test('only the private part of a key is a secret: common words in it stay readable', () => {
  const scheme = jwtBearer({ tokenUrl: 'https://id.example/token', algorithm: 'RS256' })
  const jwk = { ...rsa.privateKey.export({ format: 'jwk' }), alg: 'RSA-OAEP-256', key_ops: ['verify'] }
  const secrets = secretsOfCredential(scheme, { issuer: 'me', privateKey: jwk })
  expect(secrets).toEqual(expect.arrayContaining([jwk.d, jwk.p, jwk.q, jwk.dp, jwk.dq, jwk.qi]))
  for (const harmless of ['verify', 'RSA-OAEP-256', jwk.n, jwk.e, 'me']) expect(secrets).not.toContain(harmless)
})

test('each line of a PEM key is a secret, even with escaped line breaks', () => {
  const scheme = jwtBearer({ tokenUrl: 'https://id.example/token', algorithm: 'RS256' })
  const pem = rsa.privateKey.export({ format: 'pem', type: 'pkcs8' }) as string
  const line = pem.split('\n')[3]!
  for (const privateKey of [pem, pem.replaceAll('\n', '\\n')]) {
    const secrets = secretsOfCredential(scheme, { issuer: 'me', privateKey })
    expect(secrets).toContain(line)
    expect(secrets).not.toContain('-----BEGIN PRIVATE KEY-----')
  }
})

test('a credential that somebody put into an input, or a vendor into an answer, is in no audit row, event, proof or approval', async () => {
  const token = 'static-token-7000'
  const [audit, events, ledger, store] = [memoryAudit(), memoryEvents(), memoryLedger(), memoryStore()]
  server.reply = () => ({ body: { id: `pay_${token}`, amount: token } })
  const raise: Policy = { decide: () => ({ effect: 'raise', approval: 'A1', rule: 'r', reason: 'r' }) }
  const connected = {
    tenantId: 'acme',
    actor,
    credentials: { token },
    origins: { api: server.origin },
    audit,
    events,
    ledger,
    store,
  }
  const client = connect(desk, connected)
  const careless = { source: { number: planted.card }, notes: [], amount: `with ${token}` }
  await client.pay(careless)
  await client.pay(careless, { policy: raise }).catch(() => undefined)
  expect(store.approvals.pending('acme')).toMatchObject([{ redactedInput: { amount: 'with [redacted]' } }])
  expect(audit.rows).toMatchObject([{ input: { amount: 'with [redacted]' } }, { input: { amount: 'with [redacted]' } }])
  const left = inspect([audit.rows, events.events, ledger.proofs], { depth: 20, showHidden: true })
  expect(left).not.toContain(token)
  // What is sent is what was asked for.
  expect(server.seen[0]!.body).toContain(`with ${token}`)
})
