import type { ClaimRequest } from '@portico/core'
import { CompiledQuery, sql } from 'kysely'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { timedStatements } from '../../src/claims/claim-statements.ts'
import { failure, head, office, secrets, service } from '../fixture/office.ts'
import { type PaymentsServer, paymentsServer } from '../fixture/payments.ts'
import { onEveryStore } from '../store/every-store.ts'

const hour = 3_600_000
// Far longer than a test takes on a busy machine, and far shorter than the clocks are off.
const length = hour / 2

/** A call of an instance whose clock is off by so much. */
function request(tenantId: string, offMs: number): ClaimRequest {
  const at = Date.now() + offMs
  return {
    tenantId,
    account: 'default',
    connector: 'stripe',
    operation: 'createRefund',
    key: 'a',
    claimant: `off by ${offMs}`,
    actor: service,
    argumentsHash: 'a',
    requestedHash: 'a',
    sensitivity: 'S2',
    at,
    deadline: at + length,
  }
}

onEveryStore('instances of which one has a clock that drifted', (stores) => {
  // A file's instances share the clock of its machine.
  if (stores.dialect === 'sqlite') return

  let vendor: PaymentsServer
  beforeAll(async () => {
    vendor = await paymentsServer()
  })
  afterAll(() => vendor.close())

  test.each([
    ['ahead', hour],
    ['behind', -hour],
  ])('by an hour, %s: it does not take over a claim that is under way', async (side, offMs) => {
    const [right, wrong] = [await stores.open(), await stores.open()]
    const [held, other] = [request(side, 0), request(side, offMs)]
    expect(await right.claims.claim(held)).toEqual({ state: 'claimed' })
    expect(await wrong.claims.claim(other)).toEqual({ state: 'in_progress' })
    expect(await wrong.claims.find(other)).toEqual({ state: 'in_progress' })
    expect(await wrong.claims.takeOver(other)).toBe(false)
    expect(await wrong.reconciliation.list(side)).toEqual([])
    const finding = { found: 'not_done', by: head, reason: 'looked too early' } as const
    expect(await wrong.reconciliation.settle({ ...other, ...finding })).toBe(false)
    expect(await right.claims.claim({ ...held, claimant: 'a repeat' })).toEqual({ state: 'in_progress' })
  })

  test.each([
    ['ahead', hour],
    ['behind', -hour],
  ])('by an hour, %s: its own claim ends when it should, and every instance is told so by its own clock', async (side, offMs) => {
    const [right, wrong] = [await stores.open(), await stores.open()]
    const [held, other] = [request(`${side}, over`, offMs), request(`${side}, over`, 0)]
    await wrong.claims.claim(held)
    expect(await right.claims.claim(other)).toEqual({ state: 'in_progress' })
    const passed = sql`update claims set first_at = first_at - ${2 * length}::bigint, deadline = deadline - ${2 * length}::bigint
      where tenant_id = ${held.tenantId}`
    await passed.execute(right.db)
    for (const { store, asked } of [
      { store: right, asked: other },
      { store: wrong, asked: held },
    ]) {
      const answer = await store.claims.find(asked)
      expect(answer).toMatchObject({ state: 'abandoned', argumentsHash: 'a' })
      const { firstAt, lastAt } = answer as Extract<typeof answer, { state: 'abandoned' }>
      expect(lastAt - firstAt).toBe(length)
      // An hour ago, but for what the test itself took.
      expect(Math.abs(asked.at - 2 * length - firstAt)).toBeLessThan(length)
    }
    expect((await right.reconciliation.list(held.tenantId)).map(({ key }) => key)).toEqual([held.key])
    expect(await right.claims.takeOver(other)).toBe(true)
    await right.claims.release(other)
  })

  test('a claim begins and ends by one reading of the clock', async () => {
    const { db } = await stores.open()
    const lengths = await db.connection().execute(async (connection) => {
      await sql`begin`.execute(connection)
      try {
        // A clock that is an hour later whenever it is read.
        await sql`create schema hourly; create sequence hourly.readings;
          create function hourly.clock_timestamp() returns timestamptz language plpgsql volatile as
            $$ begin return to_timestamp(3600 * nextval('hourly.readings')); end $$;
          select set_config('search_path', 'hourly, ' || current_schema() || ', pg_catalog', true)`.execute(connection)
        const columns = ['hourly', 'default', 'stripe', 'createRefund', 'a', 'a', 'a', 'me', 0, length, '{}']
        const keys = columns.map((value, index) => (index === 4 ? ['a', 'b'] : [value, value]))
        await connection.executeQuery(CompiledQuery.raw(timedStatements(true).insertClaim.postgres, keys))
        const { rows } = await sql<{ length: number }>`
          select deadline - first_at as length from claims where tenant_id = 'hourly'`.execute(connection)
        return rows.map((row) => row.length)
      } finally {
        await sql`rollback`.execute(connection)
      }
    })
    expect(lengths).toEqual([length, length])
  })

  test('by an hour ahead: it does not give back a share that a call is about to use', async () => {
    const store = await stores.open(secrets)
    const place = office(store, vendor.origin, { now: () => Date.now() })
    const money = { amount: 1_000, currency: 'sar', customer: 'c_1' } as const
    const bounds = { amount: { max: 5_000 }, currency: { equals: 'sar' }, customer: { any: true } } as const
    const expiresAt = new Date(Date.now() + 10 * hour).toISOString()
    const reason = 'Subscriptions of November.'
    const of = { tenantId: 'acme', connector: 'payments', operation: 'charge', actor: service } as const
    await place.standing.create({ ...of, bounds, count: 1, expiresAt, reason }, head)
    const reached = Promise.withResolvers<void>()
    const stuck = {
      ...store.claims,
      proven: undefined as never,
      claim: () => {
        reached.resolve()
        return new Promise<never>(() => undefined)
      },
    }
    void place.client({ store: { ...store, claims: stuck } }).charge(money, { idempotencyKey: 'under-way' })
    await reached.promise
    const real = Date.now
    vi.spyOn(Date, 'now').mockImplementation(() => real() + hour)
    expect((await failure(place.client().charge({ ...money, customer: 'c_2' }))).code).toBe('approval_required')
    vi.restoreAllMocks()
    expect(vendor.acted).toEqual([])
  })
})
