import type { ClaimRequest, Receipt } from '@portico/core'
import { expect, test } from 'vitest'
import { onEveryStore } from '../store/every-store.ts'

const request: ClaimRequest = {
  tenantId: 'acme',
  account: 'default',
  connector: 'stripe',
  operation: 'createRefund',
  key: 'order-7',
  claimant: 'call-1',
  actor: { type: 'executor_system', id: 'billing' },
  argumentsHash: 'a'.repeat(64),
  requestedHash: 'a'.repeat(64),
  sensitivity: 'S2',
  at: 1_000,
  deadline: 2_000,
}
const receipt = { callId: 'call-1', attempts: [] } as unknown as Receipt

/** The clock of every instance, where a test lets time pass. */
const now = () => 5_000

onEveryStore('claims', (store) => {
  test('a key is claimed once, in one process and across two', async () => {
    const [one, other] = [await store.open(), await store.open()]
    const key = { ...request, key: 'once' }
    const answers = await Promise.all(
      Array.from({ length: 40 }, async (_, index) =>
        (index % 2 ? one : other).claims.claim({ ...key, claimant: `call-${index}` }),
      ),
    )
    expect(answers.filter(({ state }) => state === 'claimed')).toHaveLength(1)
    expect(answers.filter(({ state }) => state === 'in_progress')).toHaveLength(39)
  })

  test('a claim with half a character, which databases would alter, is refused', async () => {
    const { claims } = await store.open()
    await expect(claims.claim({ ...request, account: 'half \ud800' })).rejects.toThrow('half a surrogate pair')
    expect(await claims.claim({ ...request, account: 'whole \ud83d\ude00' })).toEqual({ state: 'claimed' })
  })

  test('a finished claim gives its outcome, also to another instance', async () => {
    const [one, other] = [await store.open(), await store.open()]
    const key = { ...request, key: 'finished' }
    await one.claims.claim(key)
    await one.claims.finish(key, { commitState: 'committed', data: '{"id":"re_1","note":"شكرا"}', receipt })
    const finished = { state: 'finished', outcome: { commitState: 'committed', data: '{"id":"re_1","note":"شكرا"}', receipt } }
    expect(await other.claims.claim({ ...key, claimant: 'call-2' })).toEqual(finished)
    expect(await other.claims.find(key)).toEqual(finished)
    await other.claims.finish(key, { commitState: 'committed', receipt })
    expect(await other.claims.find(key)).toEqual(finished)
  })

  test('a granted claim opens its proof in the same write; a repeat opens none', async () => {
    const { claims, db, ledger } = await store.open()
    expect(claims.proven?.ledger).toBe(ledger)
    const key = { ...request, key: 'proven' }
    const proof = (callId: string) => ({
      id: `${callId}-proof`,
      callId,
      tenantId: key.tenantId,
      actor: { type: 'executor_system', id: 'billing' } as const,
      intendedAction: 'stripe.createRefund',
      argumentsHash: key.argumentsHash,
      classes: { sideEffect: 'external_commitment', approval: 'A1', reversibility: 'R1', sensitivity: 'S2' } as const,
      correlationId: undefined,
      traceparent: undefined,
      openedAt: 1_000,
    })
    const answers = await Promise.all(
      ['proven-1', 'proven-2'].map(async (callId) => claims.proven!.claim({ ...key, claimant: callId }, proof(callId))),
    )
    expect(answers).toEqual([{ state: 'claimed' }, { state: 'in_progress' }])
    const proofs = db.selectFrom('proofs').select('call_id').where('tenant_id', '=', key.tenantId)
    expect(await proofs.execute()).toEqual([{ call_id: 'proven-1' }])
  })

  test('an outcome without a value stays one', async () => {
    const { claims } = await store.open()
    const key = { ...request, key: 'no value' }
    await claims.claim(key)
    await claims.finish(key, { commitState: 'committed', receipt })
    expect(await claims.find(key)).toEqual({ state: 'finished', outcome: { commitState: 'committed', receipt } })
  })

  test('other arguments conflict; what was asked for before an edit does not', async () => {
    const { claims } = await store.open()
    const key = { ...request, key: 'edited', requestedHash: 'b'.repeat(64) }
    await claims.claim(key)
    expect(await claims.claim({ ...key, argumentsHash: 'c'.repeat(64) })).toEqual({ state: 'conflict', with: 'arguments' })
    expect(await claims.claim({ ...key, argumentsHash: 'b'.repeat(64) })).toEqual({ state: 'in_progress' })
  })

  test("another actor learns nothing of a key, whatever its arguments and state, and the actor's client does not matter", async () => {
    const { claims } = await store.open()
    const key = { ...request, key: 'of one' }
    await claims.claim(key)
    const others = [
      { ...key, actor: { type: 'executor_system', id: 'rival' } },
      { ...key, actor: { type: 'human', id: 'billing' }, argumentsHash: 'c'.repeat(64) },
    ] as const
    for (const finished of [false, true]) {
      if (finished) await claims.finish(key, { commitState: 'committed', data: '{"id":"re_1"}', receipt })
      for (const other of others) {
        expect(await claims.claim(other)).toEqual({ state: 'conflict', with: 'actor' })
        expect(await claims.find(other)).toEqual({ state: 'conflict', with: 'actor' })
      }
    }
    expect(await claims.claim({ ...key, actor: { ...key.actor, via: 'console' } })).toMatchObject({ state: 'finished' })
  })

  test('tenant, account, connector and operation keep keys apart', async () => {
    const { claims } = await store.open()
    const key = { ...request, key: 'apart' }
    await claims.claim(key)
    for (const other of [{ tenantId: 'rival' }, { account: 'second' }, { connector: 'moyasar' }, { operation: 'createCharge' }]) {
      const apart = { ...key, ...other }
      expect(await claims.find(apart)).toBeUndefined()
      await claims.release(apart)
      await claims.abandon(apart, 1)
      await claims.finish(apart, { commitState: 'committed', receipt })
      expect(await claims.takeOver({ ...apart, at: 9_000 })).toBe(false)
      expect(await claims.claim(apart)).toEqual({ state: 'claimed' })
    }
    expect(await claims.find(key)).toEqual({ state: 'in_progress' })
  })

  test('a claim is abandoned explicitly or by its deadline, and one caller takes it over', async () => {
    const [one, other] = [await store.open({ now }), await store.open({ now })]
    const key = { ...request, key: 'abandoned' }
    await one.claims.claim(key)
    expect(await other.claims.takeOver({ ...key, claimant: 'early' })).toBe(false)
    const late = { ...key, at: 5_000, deadline: 6_000 }
    const abandoned = { state: 'abandoned', firstAt: 1_000, lastAt: request.deadline, argumentsHash: key.argumentsHash }
    expect(await other.claims.claim({ ...late, claimant: 'call-2' })).toEqual(abandoned)
    expect(await other.claims.takeOver({ ...late, argumentsHash: 'c'.repeat(64) })).toBe(false)
    const taken = await Promise.all(
      Array.from({ length: 10 }, async (_, index) =>
        (index % 2 ? one : other).claims.takeOver({ ...late, claimant: `taker-${index}` }),
      ),
    )
    expect(taken.filter(Boolean)).toHaveLength(1)
    await one.claims.abandon({ ...late, claimant: `taker-${taken.indexOf(true)}` }, 5_500)
    expect(await one.claims.claim(late)).toEqual({ ...abandoned, lastAt: 5_500 })
  })

  test('a caller who lost a claim can’t release or abandon it', async () => {
    const { claims } = await store.open({ now })
    const key = { ...request, key: 'fenced' }
    await claims.claim(key)
    await claims.takeOver({ ...key, claimant: 'call-2', at: 5_000, deadline: 6_000 })
    await claims.release(key)
    await claims.abandon(key, 1_500)
    expect(await claims.find({ ...key, at: 5_500 })).toEqual({ state: 'in_progress' })
    await claims.release({ ...key, claimant: 'call-2' })
    expect(await claims.claim(key)).toEqual({ state: 'claimed' })
  })
})
