import type { Actor, Claims, Store } from '@portico/core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type GivenStandingApproval, type RetentionRules, runRetention, type SqlStore } from '@portico/governance'
import { executive, failure, head, secrets, lead, office, refusal, service, timeline } from '../fixture/office.ts'
import { laterPayments, type PaymentsServer, paymentsServer } from '../fixture/payments.ts'
import { onEveryStore } from '../store/every-store.ts'

const hour = 3_600_000

onEveryStore('a standing approval', (given) => {
  let vendor: PaymentsServer
  let time: ReturnType<typeof timeline>
  let actor: Actor
  let number = 0
  beforeAll(async () => {
    vendor = await paymentsServer()
  })
  afterAll(() => vendor.close())
  beforeEach(() => {
    vendor.mode = 'act'
    time = timeline()
    // Each test has a service of its own: what one approved does not cover the next.
    actor = { type: 'executor_system', id: `billing-${given.dialect}-${number++}` }
  })

  const opened = async (more: object = {}) =>
    office(await given.open({ ...secrets, now: time.now }), vendor.origin, { now: time.now, ...more })
  type Place = Awaited<ReturnType<typeof opened>>

  const terms = (changes: Partial<GivenStandingApproval> = {}): GivenStandingApproval => ({
    tenantId: 'acme',
    connector: 'payments',
    operation: 'charge',
    actor,
    bounds: { amount: { max: 5_000 }, currency: { equals: 'sar' }, customer: { any: true } },
    count: 3,
    sum: { path: 'amount', max: 10_000 },
    expiresAt: new Date(time.now() + 10 * hour).toISOString(),
    reason: 'Subscriptions of November.',
    ...changes,
  })
  const money = { amount: 1_000, currency: 'sar', customer: 'c_1' } as const
  const charge = (place: Place, input: Partial<typeof money> | object = {}, options: object = {}) =>
    place.client({ actor }).charge.detailed({ ...money, ...input }, options)
  const used = async (place: Place, id: string) =>
    (await place.standing.list({ tenantId: 'acme', which: 'all', limit: 1_000 })).find((one) => one.id === id)!

  describe('after a crash', () => {
    const forgetful = (store: SqlStore, more: Partial<Store> = {}): Store => ({
      ...store,
      standing: { ...store.standing, settle: () => new Promise(() => undefined) },
      ...more,
    })
    /** One whose process ends before it says what became of its share. */
    async function dying(place: Place, store: Store, key: string): Promise<void> {
      const { charge: call } = place.client({ actor, store })
      const before = vendor.acted.length
      void call(money, { idempotencyKey: key }).catch(() => undefined)
      const uses = () => place.standing.list({ tenantId: 'acme', which: 'all', limit: 1_000 })
      await expect.poll(async () => (await uses()).some(({ count }) => count.used > 0), { timeout: 30_000 }).toBe(true)
      if (store.claims.proven) await expect.poll(() => vendor.acted.length, { timeout: 30_000 }).toBeGreaterThan(before)
    }

    test('a share whose call never claimed its key is free again once its time is over', async () => {
      const place = await opened()
      const store = await given.open({ ...secrets, now: time.now })
      await place.standing.create(terms({ count: 1 }), head)
      const stuck = { ...store.claims, claim: () => new Promise<never>(() => undefined) }
      await dying(
        place,
        forgetful(store, { claims: { ...stuck, proven: undefined } as unknown as Claims }),
        `never-claimed-${given.dialect}`,
      )
      expect((await failure(charge(place))).code).toBe('approval_required')
      time.pass(60_000)
      expect((await charge(place, { customer: 'c_2' })).receipt.decidedBy).toBe('approval.standing')
    })

    test('a share whose call acted is not, also when the claim that says so is purged', async () => {
      const place = await opened()
      const store = await given.open({ ...secrets, now: time.now })
      await place.standing.create(terms({ count: 1 }), head)
      await dying(place, forgetful(store), `acted-${given.dialect}`)
      await expect
        .poll(() => store.db.selectFrom('claims').select('state').where('key', '=', `acted-${given.dialect}`).execute(), {
          timeout: 30_000,
        })
        .toEqual([{ state: 'finished' }])
      time.pass(60_000)
      expect((await failure(charge(place, { customer: 'c_2' }))).code).toBe('approval_required')
      await store.retention.find(({ name }) => name === 'receipts')!.purge('acme', time.now(), head)
      expect((await failure(charge(place, { customer: 'c_3' }))).code).toBe('approval_required')
    })

    test('a share of unknown outcome is free again when a person finds that nothing was done', async () => {
      const place = await opened()
      const store = await given.open({ ...secrets, now: time.now })
      await place.standing.create(terms({ count: 1 }), head)
      vendor.mode = 'act-and-drop'
      const key = `unknown-${given.dialect}`
      expect((await failure(charge(place, {}, { idempotencyKey: key }))).commitState).toBe('unknown')
      vendor.mode = 'act'
      time.pass(60_000)
      expect((await failure(charge(place, { customer: 'c_2' }))).code).toBe('approval_required')
      const call = { tenantId: 'acme', account: 'default', connector: 'payments', operation: 'charge', key }
      expect(await store.reconciliation.settle({ ...call, found: 'not_done', by: head, reason: 'looked' })).toBe(true)
      expect((await charge(place, { customer: 'c_3' })).receipt.decidedBy).toBe('approval.standing')
    })
  })

  describe('covers', () => {
    test('the calls that it names, without a person, each with its evidence', async () => {
      const place = await opened()
      const standing = await place.standing.create(terms(), head)
      const { receipt } = await charge(place)
      expect(receipt).toMatchObject({ approvalId: standing.id, decidedBy: 'approval.standing', actionClass: 'B' })
      expect(await used(place, standing.id)).toMatchObject({ state: 'active', count: { used: 1 }, sum: { used: 1_000 } })
      expect(place.audit.rows).toMatchObject([
        {
          operation: 'approvals.standing.create',
          actor: head,
          approvalId: standing.id,
          input: { call: 'payments.charge', actor, count: 3, sum: { path: 'amount', max: 10_000 } },
        },
        { operation: 'charge', actor, approvalId: standing.id, decidedBy: 'approval.standing', outcome: 'succeeded' },
      ])
    })

    test.each<[string, object, Partial<GivenStandingApproval>]>([
      ['an amount above its bound', { amount: 5_001 }, {}],
      ['another currency', { currency: 'usd' }, {}],
      ['a field that it does not name', { note: 'hello' }, {}],
      [
        'a recipient that it does not name',
        { customer: 'c_9' },
        { bounds: { amount: { max: 5_000 }, currency: { equals: 'sar' }, customer: { oneOf: ['c_1'] } } },
      ],
      [
        'one recipient of several that it does not name',
        { notify: [{ email: 'a' }, { email: 'b' }] },
        {
          bounds: {
            amount: { max: 5_000 },
            currency: { equals: 'sar' },
            customer: { any: true },
            'notify.email': { oneOf: ['a'] },
          },
        },
      ],
      ['a sum above the whole', { amount: 1_001 }, { sum: { path: 'amount', max: 1_000 } }],
    ])('not %s: that waits for a person', async (_name, input, changes) => {
      const place = await opened()
      const standing = await place.standing.create(terms(changes), head)
      const before = vendor.acted.length
      expect(await failure(charge(place, input))).toMatchObject({ code: 'approval_required', commitState: 'not_sent' })
      expect(vendor.acted).toHaveLength(before)
      expect(await used(place, standing.id)).toMatchObject({ count: { used: 0 }, sum: { used: 0 } })
    })

    test('not another actor, account, tenant, operation or version of the definition', async () => {
      const place = await opened()
      await place.standing.create(terms(), head)
      const refused = [
        () => place.client({ actor: { ...actor, id: 'another' } }).charge(money),
        () => place.client({ actor: { ...actor, type: 'automated_workflow' } }).charge(money),
        () => place.client({ actor, account: 'second' }).charge(money),
        () => place.client({ actor, tenantId: 'other' }).charge(money),
        () => place.client({ actor }).remind({ customer: 'c_1' }),
      ]
      for (const call of refused) expect(await failure(call())).toMatchObject({ code: 'approval_required' })
      const { db } = await given.open({ ...secrets, now: time.now })
      await db
        .updateTable('standing_approvals')
        .set({ pin: 'f'.repeat(64) })
        .where('actor_id', '=', actor.id)
        .execute()
      expect(await failure(charge(place))).toMatchObject({ code: 'approval_required' })
    })

    test('not what a policy denies or raises above it', async () => {
      const place = await opened()
      const standing = await place.standing.create(terms(), head)
      const raising = place.client({
        actor,
        policy: { decide: () => ({ effect: 'raise', approval: 'A3', rule: 'r', reason: 'x' }) },
      })
      expect(await failure(raising.charge(money))).toMatchObject({ code: 'approval_required', approval: { requires: 'A3' } })
      const denying = place.client({ actor, policy: { decide: () => ({ effect: 'deny', rule: 'r', reason: 'x' }) } })
      expect(await failure(denying.charge(money))).toMatchObject({ code: 'policy_denied' })
      const observing = place.client({ actor: { type: 'observer_agent', id: actor.id } })
      expect(await failure(observing.charge(money))).toMatchObject({ code: 'policy_denied' })
      expect(await used(place, standing.id)).toMatchObject({ count: { used: 0 } })
    })

    test('until it expires', async () => {
      const place = await opened()
      const standing = await place.standing.create(terms(), head)
      time.pass(10 * hour)
      expect(await failure(charge(place))).toMatchObject({ code: 'approval_required' })
      expect(await used(place, standing.id)).toMatchObject({ state: 'expired' })
      expect(await place.standing.list({ tenantId: 'acme', limit: 1_000 })).not.toContainEqual(
        expect.objectContaining({ id: standing.id }),
      )
    })

    test('until it is revoked, which is evidence too', async () => {
      const place = await opened()
      const standing = await place.standing.create(terms(), head)
      const other = await opened()
      const revoked = await other.standing.revoke({ tenantId: 'acme', id: standing.id, by: executive }, 'The contract ended.')
      expect(revoked).toMatchObject({ state: 'revoked', revoked: { by: 'eve', reason: 'The contract ended.' } })
      expect(await failure(charge(place))).toMatchObject({ code: 'approval_required' })
      expect(other.audit.rows).toMatchObject([
        { operation: 'approvals.standing.revoke', actor: executive, approvalId: standing.id },
      ])
      const again = await refusal(other.standing.revoke({ tenantId: 'acme', id: standing.id, by: head }, 'Again.'))
      expect(again.code).toBe('not_pending')
    })

    test('after another one that is used up', async () => {
      const place = await opened()
      const first = await place.standing.create(terms({ count: 1 }), head)
      const second = await place.standing.create(
        terms({ count: 1, expiresAt: new Date(time.now() + 20 * hour).toISOString() }),
        head,
      )
      expect((await charge(place)).receipt.approvalId).toBe(first.id)
      expect((await charge(place)).receipt.approvalId).toBe(second.id)
      expect(await used(place, first.id)).toMatchObject({ state: 'used_up' })
    })
  })

  describe('is never exceeded', () => {
    test('in count, when calls of two instances race', async () => {
      const [one, other] = [await opened(), await opened()]
      const standing = await one.standing.create(terms({ count: 5, sum: { path: 'amount', max: 1_000_000 } }), head)
      const before = vendor.acted.length
      const results = await Promise.allSettled(Array.from({ length: 16 }, (_, index) => charge(index % 2 ? one : other)))
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
      expect(vendor.acted).toHaveLength(before + 5)
      expect(await used(one, standing.id)).toMatchObject({ count: { used: 5 }, state: 'used_up' })
    })

    test('in sum, when calls of two instances race', async () => {
      const [one, other] = [await opened(), await opened()]
      const standing = await one.standing.create(terms({ count: 100, sum: { path: 'amount', max: 10_000 } }), head)
      const results = await Promise.allSettled(
        Array.from({ length: 12 }, (_, index) => charge(index % 2 ? one : other, { amount: 3_000 })),
      )
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
      expect(await used(one, standing.id)).toMatchObject({ sum: { used: 9_000 }, count: { used: 3 } })
      await charge(one, { amount: 1_000 })
      expect(await used(one, standing.id)).toMatchObject({ state: 'used_up' })
    })

    test('by calls that are refused, taken back and made again, in any order', async () => {
      const [one, other] = [await opened(), await opened()]
      const standing = await one.standing.create(terms({ count: 6, sum: { path: 'amount', max: 6_000 } }), head)
      const before = vendor.acted.length
      for (let round = 0; round < 4; round++) {
        vendor.mode = round % 2 ? 'act' : 'decline'
        await Promise.allSettled(Array.from({ length: 6 }, (_, index) => charge(index % 2 ? one : other)))
      }
      expect(vendor.acted).toHaveLength(before + 6)
      expect(await used(one, standing.id)).toMatchObject({ count: { used: 6 }, sum: { used: 6_000 } })
    })
  })

  describe('gives a share back', () => {
    test('of a call that the vendor refused', async () => {
      const place = await opened()
      const standing = await place.standing.create(terms({ count: 1 }), head)
      vendor.mode = 'decline'
      expect(await failure(charge(place))).toMatchObject({ code: 'rejected', commitState: 'refused' })
      expect(await used(place, standing.id)).toMatchObject({ count: { used: 0 }, sum: { used: 0 } })
      vendor.mode = 'act'
      await charge(place)
    })

    test('not of one that may have acted; trying that one again takes no second share', async () => {
      const place = await opened()
      const standing = await place.standing.create(terms({ count: 1 }), head)
      vendor.mode = 'act-and-drop'
      const options = { idempotencyKey: `lost-${actor.id}` }
      expect(await failure(charge(place, {}, options))).toMatchObject({ commitState: 'unknown' })
      expect(await used(place, standing.id)).toMatchObject({ count: { used: 1 } })
      vendor.mode = 'act'
      const { receipt } = await charge(await opened(), {}, options)
      expect(receipt).toMatchObject({ replayed: false, approvalId: standing.id, commitState: 'committed' })
      expect(await used(place, standing.id)).toMatchObject({ count: { used: 1 }, sum: { used: 1_000 } })
      expect((await charge(place, {}, options)).receipt.replayed).toBe(true)
    })

    test('once, and not while another try of the same call holds it', async () => {
      const place = await opened()
      const created = await place.standing.create(terms({ count: 1 }), head)
      const { standing } = await given.open({ ...secrets, now: time.now })
      const row = await used(place, created.id)
      const request = {
        id: 'try-1',
        tenantId: 'acme',
        account: 'default',
        actor,
        connector: 'payments',
        connectorVersion: '1.0.0',
        operation: 'charge',
        classes: { sideEffect: 'external_commitment', approval: 'A2', reversibility: 'R2', sensitivity: 'S2' },
        requiredApproval: 'A2',
        rule: 'r',
        reason: 'x',
        input: money,
        redactedInput: money,
        argumentsHash: 'a'.repeat(64),
        pin: row.pin,
        idempotencyKey: 'k',
        correlationId: 'c',
        requestedAt: new Date(time.now()).toISOString(),
        expiresAt: new Date(time.now() + hour).toISOString(),
        use: `k-${actor.id}`,
      } as const
      const first = (await standing.take(request))!
      const second = (await standing.take(request))!
      expect(second.shareId).toBe(first.shareId)
      expect(await standing.take({ ...request, argumentsHash: 'b'.repeat(64) })).toBeUndefined()
      expect(await standing.take({ ...request, use: 'another' })).toBeUndefined()
      await standing.settle(first, 'returned')
      expect(await used(place, created.id)).toMatchObject({ count: { used: 1 } })
      await standing.settle(second, 'acted')
      expect(await used(place, created.id)).toMatchObject({ count: { used: 1 } })
      // What has acted is replayed by its claim; where that is gone, it must not act again for the same share.
      expect(await standing.take(request)).toBeUndefined()
    })
  })

  test('is purged with its shares when it is over and old, and its calls are no longer known', async () => {
    const store = await given.open({ ...secrets, now: time.now })
    const place = await opened()
    const over = await place.standing.create(terms({ expiresAt: new Date(time.now() + hour).toISOString() }), head)
    const lasting = await place.standing.create(terms({ expiresAt: new Date(time.now() + 300 * hour).toISOString() }), head)
    await charge(place, {}, { idempotencyKey: `old-${given.dialect}` })
    const left = async () => {
      const uses = await store.db.selectFrom('standing_uses').select('id').where('standing_id', '=', over.id).execute()
      return { uses: uses.length, over: (await used(place, over.id)) !== undefined }
    }
    const purge = async (rules: RetentionRules['runtime']) => {
      const of = { targets: store.retention, tenants: ['acme'], by: head, dryRun: false, now: time.now }
      await runRetention({ rules: { runtime: rules! }, ...of })
    }
    time.pass(10 * hour)
    await purge({ approvals: '20h' })
    expect(await left()).toEqual({ uses: 1, over: true })
    time.pass(30 * hour)
    await purge({ approvals: '20h' })
    // Its call's key is known: the share still says that it was used.
    expect(await left()).toEqual({ uses: 1, over: true })
    await purge({ receipts: '1h', approvals: '20h' })
    expect(await left()).toEqual({ uses: 0, over: false })
    expect(await used(place, lasting.id)).toMatchObject({ state: 'active' })
  })

  describe('is made by', () => {
    test.each<[string, Actor, RegExp]>([
      ['somebody whose role is too low', lead, /A2 is decided by/],
      ['a service', service, /only a person/],
      ["another tenant's executive", { type: 'human', id: 'olga' }, /no role/],
    ])('a person whose role covers it, not %s', async (_name, by, told) => {
      const place = await opened()
      const error = await refusal(place.standing.create(terms(), by))
      expect(error).toMatchObject({ code: 'not_allowed', message: expect.stringMatching(told) })
      const made = await place.standing.create(terms(), head)
      expect((await refusal(place.standing.revoke({ tenantId: 'acme', id: made.id, by }, 'No.'))).code).toBe('not_allowed')
    })

    test('somebody else than who is to use it', async () => {
      const place = await opened()
      const own = terms({ actor: { type: 'human', id: 'hana' } })
      expect((await refusal(place.standing.create(own, head))).message).toContain('nobody may decide their own request')
    })

    test('an executive, where it is to cover what a policy raises', async () => {
      const place = await opened()
      const high = terms({ approval: 'A3' })
      expect((await refusal(place.standing.create(high, head))).code).toBe('not_allowed')
      const standing = await place.standing.create(high, executive)
      const raising = place.client({
        actor,
        policy: { decide: () => ({ effect: 'raise', approval: 'A3', rule: 'r', reason: 'x' }) },
      })
      expect((await raising.charge.detailed(money)).receipt.approvalId).toBe(standing.id)
    })

    test('nobody, where it can not be written down', async () => {
      const broken = await opened({ audit: { write: () => Promise.reject(new Error('disk full')) } })
      await expect(broken.standing.create(terms(), head)).rejects.toThrow('disk full')
      expect(await failure(charge(await opened()))).toMatchObject({ code: 'approval_required' })
    })
  })

  test.each<[string, Partial<GivenStandingApproval>, RegExp]>([
    [
      'a field that the operation does not take',
      { bounds: { amuont: { max: 1 } } },
      /bounds\.amuont: payments\.charge takes no such field/,
    ],
    ['a field that audit hides', { bounds: { card: { equals: '4242' } } }, /bounds\.card: it is hidden/],
    ['a bound that does not exist', { bounds: { amount: { most: 1 } } }, /bounds\.amount: write/],
    ['a sum of several currencies', { bounds: { amount: { max: 1 }, currency: { any: true } } }, /one currency/],
    [
      'no bound on what every call has',
      { bounds: { amount: { max: 1 }, currency: { equals: 'sar' } } },
      /every call has customer, and no bound names it: name it, as \{ customer: \{ any: true \} \}/,
    ],
    ['no call', { count: 0 }, /count/],
    ['half a call', { count: 1.5 }, /count/],
    ['a past time', { expiresAt: '2026-01-01T00:00:00Z' }, /expiresAt/],
    ['no time', { expiresAt: 'soon' }, /expiresAt/],
    ['more than a year', { expiresAt: '2029-01-01T00:00:00Z' }, /expiresAt/],
    ['no reason', { reason: ' ' }, /reason/],
    ['a class below the operation’s', { approval: 'A1' }, /does not cover/],
    ['an operation that does not exist', { operation: 'refund' }, /no operation refund/],
    ['a connector that is not installed', { connector: 'paypal' }, /no connector paypal/],
  ])('with %s is refused', async (_name, changes, told) => {
    const place = await opened()
    const error = await refusal(place.standing.create(terms(changes), head))
    expect(error.message).toMatch(told)
    expect(place.audit.rows).toEqual([])
  })

  test('of another tenant is not seen and not revoked', async () => {
    const place = await opened()
    const standing = await place.standing.create(terms(), head)
    expect(await place.standing.list({ tenantId: 'other', which: 'all' })).toEqual([])
    const olga: Actor = { type: 'human', id: 'olga' }
    expect((await refusal(place.standing.revoke({ tenantId: 'other', id: standing.id, by: olga }, 'Mine.'))).code).toBe('unknown')
  })

  test('of a later definition is another pin', async () => {
    const [now, later] = [await opened(), await opened({ connectors: [laterPayments] })]
    const standing = await later.standing.create(terms(), head)
    // A new version of the package with the same definition has the same pin.
    expect((await charge(now)).receipt.approvalId).toBe(standing.id)
  })
})
