import { memoryAudit } from '@portico/core'
import { runRetention } from '@portico/governance'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { executive, failure, head, office, refusal, secrets, timeline } from '../fixture/office.ts'
import { type PaymentsServer, paymentsServer } from '../fixture/payments.ts'
import { onEveryStore } from '../store/every-store.ts'

const input = { amount: 5_000, currency: 'sar', customer: 'c_1', card: '4242-planted' } as const
const day = 86_400_000

onEveryStore('decisions that came to nothing', (given) => {
  let vendor: PaymentsServer
  let time: ReturnType<typeof timeline>
  let key = 0
  beforeAll(async () => {
    vendor = await paymentsServer()
  })
  afterAll(() => vendor.close())
  beforeEach(() => {
    // Each test a day of its own, so that what one left has expired in the next.
    time = timeline(Date.parse('2026-11-28T08:00:00Z') + 30 * day * ++key)
  })

  const opened = async (more: Parameters<typeof office>[2] | object = {}) =>
    office(await given.open({ ...secrets, now: time.now }), vendor.origin, { now: time.now, ...more })
  type Place = Awaited<ReturnType<typeof opened>>
  const call = (place: Place) => failure(place.client().charge(input, { idempotencyKey: `key-${key}` }))
  const asked = async (place: Place) => (await call(place)).approval!.id

  /** Decides in a process that ends before its evidence is written. */
  async function killed(place: Place, id: string, decision: { outcome: 'approve' } | { outcome: 'reject'; reason: string }) {
    const never = { ...memoryAudit(), write: () => new Promise<void>(() => undefined) }
    void (await opened({ audit: never })).desk.decide({ tenantId: 'acme', id, by: executive }, decision)
    await expect.poll(async () => (await place.desk.show('acme', id)).decision?.by.id).toBe(executive.id)
  }

  describe.each([{ outcome: 'approve' as const }, { outcome: 'reject' as const, reason: 'too much' }])(
    'where the process of $outcome ended before its evidence was written',
    (decision) => {
      test('the request still waits: for the person who lists it, and for whoever asked', async () => {
        const place = await opened()
        const id = await asked(place)
        await killed(place, id, decision)
        expect((await place.desk.list({ tenantId: 'acme' })).map((each) => each.id)).toContain(id)
        expect(await place.desk.show('acme', id)).toMatchObject({ state: 'pending' })
        expect(await call(place)).toMatchObject({ code: 'approval_required', approval: { id } })
        expect((await call(place)).message).toContain('waits for a decision')
        expect(await failure(place.client().charge.resume(id))).toMatchObject({ code: 'approval_required' })
      })

      test('that it was not decided in time is told, and counts', async () => {
        const place = await opened()
        const id = await asked(place)
        await killed(place, id, decision)
        time.pass(2 * day)
        expect(await place.desk.expire('acme')).toContain(id)
        const period = { from: new Date(time.now() - 3 * day).toISOString(), to: new Date(time.now()).toISOString() }
        expect(await place.desk.compliance({ tenantId: 'acme', ...period })).toMatchObject([{ due: 1, inTime: 0 }])
      })

      test('the decision that holds is an event of its own', async () => {
        const place = await opened()
        const id = await asked(place)
        const told: string[] = []
        const never = { publish: async (event: { id: string }) => void told.push(event.id) }
        const hangs = { ...memoryAudit(), write: async () => undefined }
        const lost = await opened({
          audit: hangs,
          events: never,
          incidents: { report: () => new Promise<void>(() => undefined) },
        })
        time.pass(day / 2)
        void lost.desk.decide({ tenantId: 'acme', id, by: executive }, decision)
        await expect.poll(async () => (await place.desk.show('acme', id)).decision?.by.id).toBe(executive.id)
        time.pass(60_000)
        await place.desk.decide({ tenantId: 'acme', id, by: head }, { outcome: 'reject', reason: 'no' })
        const held = place.events.events.at(-1)!
        expect(held).toMatchObject({ type: 'portico.approval.decided', data: { by: { id: 'hana' } } })
        expect(told).not.toContain(held.id)
      })
    },
  )

  test('a decision whose audit row could not be written is told as no event, and is not in time', async () => {
    const place = await opened()
    const id = await asked(place)
    const full = { ...memoryAudit(), write: () => Promise.reject(new Error('disk full')) }
    const broken = await opened({ audit: full })
    await refusal(broken.desk.decide({ tenantId: 'acme', id, by: head }, { outcome: 'approve' }))
    expect(broken.events.events.map(({ type }) => type)).not.toContain('portico.approval.decided')
    const period = { from: new Date(time.now()).toISOString(), to: new Date(time.now() + day).toISOString() }
    time.pass(day / 2)
    expect(await place.desk.compliance({ tenantId: 'acme', ...period })).toMatchObject([{ due: 1, inTime: 0 }])
  })

  describe.each(['nobody decided', 'that was approved and not run', 'that was rejected'])('a request %s', (what) => {
    async function over(place: Place) {
      const id = await asked(place)
      if (what === 'that was approved and not run')
        await place.desk.decide({ tenantId: 'acme', id, by: head }, { outcome: 'approve' })
      if (what === 'that was rejected')
        await place.desk.decide({ tenantId: 'acme', id, by: head }, { outcome: 'reject', reason: 'no' })
      return id
    }

    test('is purged when it is old enough, and not before it has expired', async () => {
      const store = await given.open({ ...secrets, now: time.now })
      const place = await opened()
      const id = await over(place)
      const purge = async () => {
        const rules = { runtime: { approvals: '1h' } } as const
        const of = { targets: store.retention, tenants: ['acme'], by: head, dryRun: false }
        await runRetention({ rules, ...of, now: time.now })
        const left = await store.db.selectFrom('approvals').select('id').where('id', '=', id).execute()
        return left.length === 0
      }
      time.pass(day / 2)
      expect(await purge()).toBe(false)
      time.pass(day)
      expect(await purge()).toBe(true)
    })

    test('is erased with the person it is about, once it has expired', async () => {
      const store = await given.open({ ...secrets, now: time.now })
      const place = await opened({ audit: store.audit })
      const audited = place.client({ audit: store.audit })
      const id = (await failure(audited.charge({ ...input, customer: `c_${key}` }, { idempotencyKey: `key-${key}` }))).approval!
        .id
      if (what === 'that was approved and not run')
        await place.desk.decide({ tenantId: 'acme', id, by: head }, { outcome: 'approve' })
      time.pass(2 * day)
      const mapping = { 'payments.charge': { type: 'customer', path: 'customer' } }
      const erasure = { tenantId: 'acme', subject: `customer/c_${key}`, mapping, by: head }
      expect(await store.subjects.erase(erasure)).toMatchObject({ approvals: 1, openApprovals: 0 })
    })
  })
})
