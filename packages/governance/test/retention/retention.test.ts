import type { Actor, Duration } from '@portico/core'
import { runRetention, type RetentionRules, type SqlStore, verifyAuditStore } from '@portico/governance'
import { expect, test } from 'vitest'
import { auditRow } from '../audit/row.ts'
import { onEveryStore } from '../store/every-store.ts'

const by: Actor = { type: 'human', id: 'lina' }
const day = 86_400_000
const now = Date.parse('2026-11-28T00:00:00Z')
const at = (daysAgo: number): string => new Date(now - daysAgo * day).toISOString()

async function write(store: SqlStore, tenantId: string, ages: readonly number[]): Promise<void> {
  for (const [index, age] of ages.entries()) await store.audit.write({ ...auditRow(index, tenantId), at: at(age) })
}

onEveryStore('retention', (stores) => {
  const run = (store: SqlStore, tenantId: string, rules: RetentionRules, dryRun = false) =>
    runRetention({ rules, targets: store.retention, tenants: [tenantId], by, dryRun, now: () => now })
  const purgeAudit = async (store: SqlStore, tenantId: string, keep: Duration, dryRun = false) =>
    (await run(store, tenantId, { runtime: { audit: keep, receipts: keep, approvals: keep } }, dryRun))[0]

  test('a purge removes old texts, and the chain still verifies and says how many', async () => {
    const store = await stores.open({ now: () => now })
    await write(store, 'purged', [400, 390, 20, 380, 1])
    expect(await purgeAudit(store, 'purged', '365d', true)).toMatchObject({ name: 'audit', rows: 3, before: at(365) })
    expect(await verifyAuditStore(store.db)).toMatchObject({ intact: true, purged: 0 })
    expect(await purgeAudit(store, 'purged', '365d')).toMatchObject({
      plane: 'runtime',
      name: 'audit',
      tenantId: 'purged',
      rows: 3,
    })
    expect(await verifyAuditStore(store.db)).toMatchObject({ intact: true, rows: 6, purged: 3 })
    const rows = await store.db
      .selectFrom('audit_rows')
      .select('text')
      .where('tenant_id', '=', 'purged')
      .orderBy('sequence')
      .execute()
    expect(rows.map(({ text }) => text === '')).toEqual([true, true, false, true, false, false])
    expect(JSON.parse(rows.at(-1)!.text)).toMatchObject({
      _tombstone: {
        ranges: [
          [1, 2],
          [4, 4],
        ],
        rows: 3,
        reason: 'retention',
        by,
      },
      tenantId: 'purged',
    })
    // Again there is nothing to purge, and tombstones are never purged.
    expect(await purgeAudit(store, 'purged', '0d')).toMatchObject({ rows: 2 })
    expect(await purgeAudit(store, 'purged', '0d')).toMatchObject({ rows: 0 })
    expect(await verifyAuditStore(store.db)).toMatchObject({ intact: true, purged: 5 })
  })

  test('every tenant with anything in the store is listed, once and in order', async () => {
    const store = await stores.open({ now: () => now })
    await write(store, 'zeta', [1, 2])
    await write(store, 'alpha', [1])
    const tenants = await store.tenants()
    expect(tenants).toEqual([...new Set(tenants)].toSorted())
    expect(tenants).toEqual(expect.arrayContaining(['alpha', 'zeta']))
  })

  test('a missing text without a purge row counts as altered', async () => {
    const store = await stores.open({ now: () => now })
    await write(store, 'forged', [400, 400, 1])
    await purgeAudit(store, 'forged', '365d')
    const text = store.db.updateTable('audit_rows').set({ text: '' }).where('tenant_id', '=', 'forged').where('sequence', '=', 3)
    await text.execute()
    expect(await verifyAuditStore(store.db)).toMatchObject({
      intact: false,
      broken: {
        tenantId: 'forged',
        sequence: 3,
        problem: 'altered',
        reason: 'its text is gone, and no row says that it was purged',
      },
    })
    await store.db.deleteFrom('audit_rows').where('tenant_id', '=', 'forged').execute()
    await store.db.deleteFrom('audit_heads').where('tenant_id', '=', 'forged').execute()
  })

  test('a tombstone can’t be purged, and covers nothing after it', async () => {
    const store = await stores.open({ now: () => now })
    await write(store, 'covered', [400, 1])
    await purgeAudit(store, 'covered', '365d')
    const gone = store.db.updateTable('audit_rows').set({ text: '' }).where('tenant_id', '=', 'covered').where('sequence', '=', 3)
    await gone.execute()
    expect(await verifyAuditStore(store.db)).toMatchObject({ intact: false, broken: { tenantId: 'covered', sequence: 1 } })
    await store.db.deleteFrom('audit_rows').where('tenant_id', '=', 'covered').execute()
    await store.db.deleteFrom('audit_heads').where('tenant_id', '=', 'covered').execute()
  })

  test.each<[string, RetentionRules['runtime']]>([
    ['receipts: kept for ever', { audit: '90d', approvals: '90d' }],
    ['approvals: kept for ever', { audit: '90d', receipts: '90d' }],
    ['receipts: kept for 91d', { audit: '90d', receipts: '91d', approvals: '90d' }],
  ])('what outlives the audit could not be found for a person, and is refused: %s', async (said, runtime) => {
    const store = await stores.open({ now: () => now })
    const refusal = `retention.runtime.${said}, longer than the audit (90d), by which a person's data is found; write '90d' or less`
    await expect(run(store, 'outlived', { runtime: runtime! })).rejects.toThrow(refusal)
  })

  test('receipts, dead letters and closed incidents go by their age, and what is under way stays', async () => {
    let clock = now - 100 * day
    const store = await stores.open({ now: () => clock })
    const key = { tenantId: 'aged', account: 'a', connector: 'c', operation: 'o', key: 'old', claimant: 'x' }
    const actor = { type: 'executor_system', id: 'billing' } as const
    const hashes = { actor, argumentsHash: 'a', requestedHash: 'a', sensitivity: 'S2', at: clock, deadline: clock + 1 } as const
    await store.claims.claim({ ...key, ...hashes })
    await store.claims.claim({ ...key, ...hashes, key: 'unknown' })
    await store.claims.finish(key, { commitState: 'committed', data: '1', receipt: {} as never })
    const report = { tenantId: 'aged', source: 'gate', kind: 'k', subject: 's', severity: 'V1', title: 't', at: at(100) } as const
    await store.incidents.report(report)
    await store.incidents.report({ ...report, subject: 'open' })
    const [one] = (await store.incidents.list({ tenantId: 'aged' })).filter(({ subject }) => subject === 's')
    await store.incidents.close({ tenantId: 'aged', id: one!.id, by, reason: 'over' })
    clock = now
    const rules = { runtime: { receipts: '90d', incidents: '90d', deadLetters: '90d', proofs: '90d', approvals: '90d' } } as const
    const expected = [
      { name: 'receipts', rows: 1 },
      { name: 'incidents', rows: 1 },
      { name: 'deadLetters', rows: 0 },
      { name: 'proofs', rows: 0 },
      { name: 'approvals', rows: 0 },
    ]
    expect(await run(store, 'aged', rules, true)).toMatchObject(expected)
    expect(await run(store, 'another', rules)).toMatchObject(expected.map(({ name }) => ({ name, rows: 0 })))
    expect(await run(store, 'aged', rules)).toMatchObject(expected)
    expect(await store.claims.find({ ...key, ...hashes, key: 'unknown', at: clock })).toMatchObject({ state: 'abandoned' })
    expect(await store.claims.find({ ...key, ...hashes })).toBeUndefined()
    expect((await store.incidents.list({ tenantId: 'aged' })).map(({ subject }) => subject)).toEqual(['open'])
    expect(await store.incidents.find('aged', one!.id)).toBeUndefined()
  })

  test('an unknown rule is refused before anything is purged', async () => {
    const store = await stores.open()
    const running = run(store, 'purged', { data: { records: '90d' } })
    await expect(running).rejects.toThrow('retention.data.records: nothing of that name is kept here; there is runs')
  })
})
