import type { ClaimRequest, Receipt } from '@portico/core'
import { aesGcmCipher, isKeyError, newKey, parseKeyRing, type SqlStore } from '@portico/governance'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { failure, lead, office, secrets } from '../fixture/office.ts'
import { paymentsServer, type PaymentsServer } from '../fixture/payments.ts'
import { onEveryStore } from '../store/every-store.ts'

const cipherOf = (...entries: readonly string[]) => aesGcmCipher(parseKeyRing(entries.join(','), 'test'))
const [first, second] = [newKey('first'), newKey('second')]

const request: ClaimRequest = {
  tenantId: 'acme',
  account: 'default',
  connector: 'stripe',
  operation: 'createRefund',
  key: 'order-7',
  claimant: 'call-1',
  actor: { type: 'executor_system', id: 'billing' },
  argumentsHash: 'a',
  requestedHash: 'a',
  sensitivity: 'S2',
  at: 1_000,
  deadline: 2_000,
}
const outcome = {
  commitState: 'committed',
  data: '{"note":"شكرا",\n"holder":"Mona"}',
  receipt: { callId: 'call-1', undo: { operation: 'undo', input: { email: 'mona@acme.example' } } } as unknown as Receipt,
} as const

async function finish(store: SqlStore, key: string): Promise<ClaimRequest> {
  const held = { ...request, key }
  await store.claims.claim(held)
  await store.claims.finish(held, outcome)
  return held
}

async function stored(store: SqlStore): Promise<string> {
  const rows = await store.db.selectFrom('claims').selectAll().execute()
  return JSON.stringify(rows.map((row) => ({ ...row, sealed: row.sealed && Buffer.from(row.sealed).toString('latin1') })))
}

onEveryStore('results at rest', (stores) => {
  let server: PaymentsServer
  beforeAll(async () => {
    server = await paymentsServer()
  })
  afterAll(() => server.close())

  test('lie sealed, and open to every process with the key', async () => {
    const store = await stores.open({ cipher: cipherOf(first) })
    const held = await finish(store, 'sealed')
    expect(await stored(store)).not.toMatch(/mona|شكرا/i)
    const other = await stores.open({ cipher: cipherOf(second, first) })
    expect(await other.claims.find(held)).toEqual({ state: 'finished', outcome })
    expect(await other.claims.claim({ ...held, claimant: 'call-2' })).toEqual({ state: 'finished', outcome })
  })

  test.each([
    ['the key is not in the ring', cipherOf(second), 'unknown_key'],
    ['the key of that id is another one', cipherOf(newKey('first')), 'wrong_key'],
    ['there is no key', undefined, 'no_keys'],
  ])('tell that the vendor was called where %s', async (why, cipher, code) => {
    const held = await finish(await stores.open({ cipher: cipherOf(first) }), why)
    const store = await stores.open(cipher ? { cipher } : {})
    const answer = await store.claims.claim({ ...held, claimant: 'call-2' })
    expect(answer).toMatchObject({ state: 'unreadable', commitState: 'committed' })
    const { reason } = answer as Extract<typeof answer, { state: 'unreadable' }>
    expect(isKeyError(reason) && reason.code).toBe(code)
    expect(reason.message).toContain(`the result of stripe.createRefund under the key "${why}"`)
  })

  test('do not open in the row of another call', async () => {
    const store = await stores.open({ cipher: cipherOf(first) })
    await finish(store, 'mine')
    const held = await finish(store, 'theirs')
    const { sealed } = await store.db.selectFrom('claims').select('sealed').where('key', '=', 'mine').executeTakeFirstOrThrow()
    await store.db.updateTable('claims').set({ sealed }).where('key', '=', 'theirs').execute()
    expect(await store.claims.find(held)).toMatchObject({ state: 'unreadable', reason: { code: 'wrong_key' } })
    await store.db.deleteFrom('claims').where('key', '=', 'theirs').execute()
  })

  test('of before there was a key stay readable, and a rotation seals them', async () => {
    const before = await stores.open()
    const held = await finish(before, 'readable')
    expect(await stored(before)).toContain('Mona')
    const cipher = cipherOf(first)
    const store = await stores.open({ cipher })
    expect(await store.claims.find(held)).toEqual({ state: 'finished', outcome })
    expect((await store.rotateKeys(cipher)).rotated).toBe(1)
    expect(await stored(store)).not.toContain('Mona')
    expect(await store.claims.find(held)).toEqual({ state: 'finished', outcome })
    const anew = cipherOf(second, first)
    await store.rotateKeys(anew)
    expect(await (await stores.open({ cipher: cipherOf(second) })).claims.find(held)).toEqual({ state: 'finished', outcome })
  })

  test('of personal or regulated data are refused before anything is sent where nothing seals them', async () => {
    const { claims } = await stores.open()
    const regulated = { ...request, key: 'regulated', sensitivity: 'S3' } as const
    const claiming = Promise.resolve(claims.claim(regulated))
    await expect(claiming).rejects.toThrow(
      /\(S3\) unencrypted: pass openStore a cipher, or set PORTICO_KEYS for the portico command$/,
    )
    expect(await claims.find(regulated)).toBeUndefined()
    expect(await (await stores.open({ cipher: cipherOf(first) })).claims.claim(regulated)).toEqual({ state: 'claimed' })
  })

  test('that do not open make a repeat of the call fail as committed: it does not act again', async () => {
    const [now, input, call] = [Date.now, { customer: 'cus_1' }, { idempotencyKey: 'reminder-1' }]
    const opened = await stores.open({ ...secrets, cipher: cipherOf(first) })
    const acting = office(opened, server.origin, { now }).client({ actor: lead })
    const { id } = await acting.remind(input, call)
    const again = office(await stores.open({ ...secrets, cipher: cipherOf(second) }), server.origin, { now })
    const error = await failure(again.client({ actor: lead }).remind(input, call))
    expect(error).toMatchObject({ code: 'unavailable', commitState: 'committed', retryable: false })
    expect(error.message).toContain('was sealed with the key first, and the ring has second: add that key to it')
    expect(again.audit.rows).toMatchObject([{ commitState: 'committed', outcome: 'failed' }])
    expect(await acting.remind(input, call)).toMatchObject({ id })
    expect(server.acted).toHaveLength(1)
  })
})
