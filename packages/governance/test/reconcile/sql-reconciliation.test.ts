import { type Settlement, verifyAuditStore } from '@portico/governance'
import type { ClaimRequest } from '@portico/core'
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

function settlement(key: ClaimRequest, more: Partial<Settlement> = {}): Settlement {
  const { tenantId, account, connector, operation } = key
  const by = { type: 'human', id: 'mona' } as const
  return {
    tenantId,
    account,
    connector,
    operation,
    key: key.key,
    found: 'committed',
    by,
    reason: 'seen in the dashboard',
    ...more,
  }
}

onEveryStore('reconciliation', (store) => {
  test('lists what is abandoned or gone, of one tenant, and not what is under way or finished', async () => {
    const { claims, reconciliation } = await store.open({ now: () => 5_000 })
    await claims.claim({ ...request, key: 'gone' })
    await claims.claim({ ...request, key: 'abandoned', at: 4_000, deadline: 9_000 })
    await claims.abandon({ ...request, key: 'abandoned' }, 4_500)
    await claims.claim({ ...request, key: 'under way', deadline: 9_000 })
    await claims.claim({ ...request, key: 'other', tenantId: 'rival' })
    const listed = await reconciliation.list('acme')
    expect(listed.map(({ key, state, callId }) => ({ key, state, callId }))).toEqual([
      { key: 'gone', state: 'gone', callId: 'call-1' },
      { key: 'abandoned', state: 'abandoned', callId: 'call-1' },
    ])
  })

  test('what was done is given to who asks again, and audited', async () => {
    const { claims, db, reconciliation } = await store.open({ now: () => 5_000 })
    const key = { ...request, key: 'done' }
    await claims.claim(key)
    expect(await reconciliation.settle(settlement(key, { data: '{"id":"re_1"}' }))).toBe(true)
    expect(await claims.claim(key)).toMatchObject({
      state: 'finished',
      outcome: {
        commitState: 'committed',
        data: '{"id":"re_1"}',
        receipt: { callId: 'call-1', decidedBy: 'reconciled by mona' },
      },
    })
    expect(await verifyAuditStore(db)).toMatchObject({ intact: true })
    const { text } = await db.selectFrom('audit_rows').select('text').orderBy('sequence', 'desc').executeTakeFirstOrThrow()
    expect(JSON.parse(text)).toMatchObject({
      operation: 'reconcile.settle',
      actor: { type: 'human', id: 'mona' },
      entity: { type: 'call', id: 'call-1' },
      input: { operation: 'stripe.createRefund', found: 'committed', reason: 'seen in the dashboard' },
    })
  })

  test('what was not done frees its key', async () => {
    const { claims, reconciliation } = await store.open({ now: () => 5_000 })
    const key = { ...request, key: 'not done' }
    await claims.claim(key)
    expect(await reconciliation.settle(settlement(key, { found: 'not_done' }))).toBe(true)
    expect(await claims.claim(key)).toEqual({ state: 'claimed' })
  })

  test('one person settles it; a call under way, or of another tenant, is not settled', async () => {
    const { claims, db, reconciliation } = await store.open({ now: () => 5_000 })
    const key = { ...request, key: 'once' }
    await claims.claim(key)
    const rows = db.selectFrom('audit_rows').select('sequence')
    const before = await rows.execute()
    expect(await reconciliation.settle(settlement(key, { tenantId: 'rival' }))).toBe(false)
    const settled = await Promise.all([1, 2].map(async () => reconciliation.settle(settlement(key))))
    expect(settled.filter(Boolean)).toHaveLength(1)
    const under = { ...request, key: 'working', deadline: 9_000 }
    await claims.claim(under)
    expect(await reconciliation.settle(settlement(under))).toBe(false)
    expect(await rows.execute()).toHaveLength(before.length + 1)
  })

  test('only a person settles, with a reason', async () => {
    const { reconciliation } = await store.open()
    const by = { type: 'executor_system', id: 'billing' } as const
    await expect(reconciliation.settle(settlement(request, { by }))).rejects.toThrow('only a person')
    await expect(reconciliation.settle(settlement(request, { reason: ' ' }))).rejects.toThrow('what was looked at')
  })
})
