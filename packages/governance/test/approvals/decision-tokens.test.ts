import { isConnectorError } from '@portico/core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { failure, head, office, secrets, timeline } from '../fixture/office.ts'
import { type PaymentsServer, paymentsServer } from '../fixture/payments.ts'
import { onEveryStore } from '../store/every-store.ts'

const input = { amount: 5_000, currency: 'sar', customer: 'c_1' } as const

onEveryStore('a decision token is refused', (given) => {
  let vendor: PaymentsServer
  let time: ReturnType<typeof timeline>
  beforeAll(async () => {
    vendor = await paymentsServer()
  })
  afterAll(() => vendor.close())
  beforeEach(() => {
    vendor.mode = 'act'
    time = timeline(Date.now())
  })

  const opened = async () => office(await given.open({ ...secrets, now: time.now }), vendor.origin, { now: time.now })
  type Place = Awaited<ReturnType<typeof opened>>

  async function decided(place: Place): Promise<{ id: string; token: string }> {
    const { approval } = await failure(place.client().charge(input))
    const { token } = await place.desk.decide({ tenantId: 'acme', id: approval!.id, by: head }, { outcome: 'approve' })
    return { id: approval!.id, token: token! }
  }

  /** What was told of a call that was refused before anything was sent. */
  async function refusalOf(call: Promise<unknown>): Promise<string> {
    const before = vendor.acted.length
    const error = await failure(call)
    expect(error).toMatchObject({ code: 'approval_invalid', commitState: 'not_sent' })
    expect(vendor.acted).toHaveLength(before)
    return error.message
  }

  test('when it is replayed, in this instance or another', async () => {
    const place = await opened()
    const { token } = await decided(place)
    await place.client().charge.resume(token)
    expect(await refusalOf(place.client().charge.resume(token))).toMatch(/used before/)
    expect(await refusalOf((await opened()).client().charge.resume(token))).toMatch(/used before/)
  })

  test('for another payload: the stored arguments were changed after the decision', async () => {
    const place = await opened()
    const { id, token } = await decided(place)
    const other = await decided(place)
    const { db } = await given.open({ ...secrets, now: time.now })
    const source = await db.selectFrom('approvals').selectAll().where('id', '=', other.id).executeTakeFirstOrThrow()
    // Whoever can write to the store puts another approval's arguments in its place, with their hash.
    await db
      .updateTable('approvals')
      .set({ executed_hash: 'f'.repeat(64) })
      .where('id', '=', id)
      .execute()
    expect(await refusalOf(place.client().charge.resume(token))).toMatch(/given for other arguments/)
    await db
      .updateTable('approvals')
      .set({ executed_hash: source.executed_hash, input: source.input })
      .where('id', '=', id)
      .execute()
    expect(await refusalOf(place.client().charge.resume(token))).toMatch(/do not decrypt/)
  })

  test.each([
    ['definition', { pin: 'f'.repeat(64) }, /another definition/],
    ['version', { connector_version: '9.9.9' }, /another version/],
    ['actor', { actor_id: 'somebody' }, /another actor/],
    ['operation', { operation: 'remind' }, /another operation/],
    ['decision', { decided_by: 'eve' }, /another decision/],
    ['expiry', { expires_at: 9_999_999_999_999 }, /another account or time/],
  ])('for another %s than the one that is stored', async (_name, change, told) => {
    const place = await opened()
    const { id, token } = await decided(place)
    const { db } = await given.open({ ...secrets, now: time.now })
    await db.updateTable('approvals').set(change).where('id', '=', id).execute()
    expect(await refusalOf(place.client().charge.resume(token))).toMatch(told)
  })

  test.each<[string, (place: Place, token: string) => Promise<unknown>, RegExp]>([
    ['operation', (place, token) => place.client().remind.resume(token), /it is for payments\.charge/],
    ['account', (place, token) => place.client({ account: 'second' }).charge.resume(token), /another account/],
    ['tenant', (place, token) => place.client({ tenantId: 'other' }).charge.resume(token), /unknown to this tenant/],
  ])('for another %s', async (_, resume, told) => {
    const place = await opened()
    const { token } = await decided(place)
    expect(await refusalOf(resume(place, token))).toMatch(told)
  })

  test('when it has expired', async () => {
    const place = await opened()
    const { token } = await decided(place)
    time.pass(86_400_000)
    expect(await refusalOf(place.client().charge.resume(token))).toMatch(/expired at/)
  })

  test('when it was tampered with', async () => {
    const place = await opened()
    const { token } = await decided(place)
    const [prefix, keyId, payload, signature] = token.split('.') as [string, string, string, string]
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>
    const altered = Buffer.from(JSON.stringify({ ...claims, tenantId: 'other' })).toString('base64url')
    expect(await refusalOf(place.client().charge.resume([prefix, keyId, altered, signature].join('.')))).toMatch(
      /signature is not valid/,
    )
    expect(await refusalOf(place.client().charge.resume(`${token}A`))).toMatch(/damaged/)
    await place.client().charge.resume(token)
  })

  test('when it is the id of the approval', async () => {
    const place = await opened()
    const { id } = await decided(place)
    expect(await refusalOf(place.client().charge.resume(id))).toMatch(/not its token/)
    expect(await refusalOf(place.client().charge.resume('never-heard-of'))).toMatch(/unknown to this tenant/)
  })

  test('but once, when instances race for it', async () => {
    const places = [await opened(), await opened(), await opened()]
    const { token } = await decided(places[0]!)
    const before = vendor.acted.length
    const results = await Promise.allSettled(
      Array.from({ length: 12 }, (_, index) => places[index % 3]!.client().charge.resume(token)),
    )
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(vendor.acted).toHaveLength(before + 1)
  })
  test('never while another instance has it, however often it is given back', async () => {
    const stores = await Promise.all([0, 1, 2].map(() => given.open({ ...secrets, now: time.now })))
    const places = stores.map((store) => office(store, vendor.origin, { now: time.now }))
    const { id, token } = await decided(places[0]!)
    for (let round = 0; round < 4; round++) {
      time.pass(1)
      const taken = await Promise.all(
        Array.from({ length: 9 }, async (_, index) => stores[index % 3]!.approvals.take(token, 'acme')),
      )
      const [held, ...more] = taken.filter((each) => each.state === 'decided')
      expect(more).toEqual([])
      expect(await places[0]!.desk.show('acme', id)).toMatchObject({ state: 'used' })
      expect(await held!.giveBack!()).toBe(true)
      expect(await places[1]!.desk.show('acme', id)).toMatchObject({ state: 'approved' })
      // What was given back is another's by now.
      time.pass(1)
      const next = await stores[1]!.approvals.take(token, 'acme')
      expect(await held!.giveBack!()).toBe(false)
      expect(await stores[2]!.approvals.take(token, 'acme')).toMatchObject({ state: 'refused' })
      expect(next.state === 'decided' && (await next.giveBack!())).toBe(true)
    }
  })

  test('but once, when instances race for it while the vendor has no time for most of them', async () => {
    const places = [await opened(), await opened(), await opened()]
    const { approval } = await failure(places[0]!.client().remind({ customer: 'c_1' }))
    const asked = { tenantId: 'acme', id: approval!.id, by: head }
    const { token } = await places[0]!.desk.decide(asked, { outcome: 'approve' })
    const before = vendor.acted.length
    const clients = places.map((place) => place.client())
    // It sends no key of ours: each request that the vendor takes acts.
    vendor.mode = 'busy'
    const codes: string[] = []
    const results = await Promise.all(
      Array.from({ length: 12 }, async (_, index) => {
        for (let turn = 0; turn < 200; turn++) {
          // Whoever has it needs the thread to go on.
          await new Promise((resolve) => setImmediate(resolve))
          const code = await clients[index % 3]!.remind.resume(token!).then(
            () => 'ran',
            (error: unknown) => (isConnectorError(error) ? error.code : 'broken'),
          )
          codes.push(code)
          if (codes.filter((each) => each === 'rate_limited').length === 3) vendor.mode = 'act'
          if (codes.includes('ran')) return code
        }
        return 'gave up'
      }),
    )
    expect(results.filter((code) => code === 'ran')).toHaveLength(1)
    expect(new Set(codes)).toEqual(new Set(['rate_limited', 'approval_invalid', 'ran']))
    expect(vendor.acted).toHaveLength(before + 1)
    expect(await refusalOf(clients[0]!.remind.resume(token!))).toMatch(/used before/)
  })

  test('given back too late, or over a person who is asked about the same call by now, by nobody any more', async () => {
    const store = await given.open({ ...secrets, now: time.now })
    const place = office(store, vendor.origin, { now: time.now })
    const one = await decided(place)
    const asked = await store.approvals.take(one.token, 'acme')
    if (asked.state !== 'decided') throw new Error('expected a decision')
    expect(await store.approvals.request({ ...asked.request, id: `${one.id}-again` })).toMatchObject({ state: 'requested' })
    expect(await asked.giveBack!()).toBe(false)
    const other = await store.approvals.take((await decided(place)).token, 'acme')
    time.pass(24 * 3_600_000)
    expect(other.state === 'decided' && (await other.giveBack!())).toBe(false)
  })
})
