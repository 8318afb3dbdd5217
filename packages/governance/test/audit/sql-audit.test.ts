import { auditRows, type SqlStore, verifyAuditStore } from '@portico/governance'
import { canonicalJson } from '@portico/core'
import { expect, test } from 'vitest'
import { chainRow } from '../../src/audit/chain.ts'
import { onEveryStore } from '../store/every-store.ts'
import { auditRow } from './row.ts'

async function write(store: SqlStore, tenantId: string, count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, async (_, index) => store.audit.write(auditRow(index, tenantId))))
}

onEveryStore('audit', (store) => {
  test('several instances append to the chains of several tenants at once', async () => {
    const stores = [await store.open(), await store.open(), await store.open()]
    await Promise.all(
      stores.flatMap((one, instance) =>
        Array.from({ length: 60 }, async (_, index) => one.audit.write(auditRow(instance * 100 + index, `tenant-${index % 3}`))),
      ),
    )
    const report = await verifyAuditStore(stores[0]!.db)
    expect(report).toMatchObject({ intact: true, rows: 180 })
    const heads = report.intact ? [...report.heads].map(([tenant, { sequence }]) => [tenant, sequence]) : []
    expect(heads).toEqual([0, 1, 2].map((number) => [`tenant-${number}`, 60]))
  })

  test('keeps the text that was hashed, byte for byte, in pages of one tenant', async () => {
    const one = await store.open()
    await write(one, 'pages', 3)
    const pages = []
    for await (const page of auditRows(one.db, { tenantId: 'pages' })) pages.push(...page)
    expect(pages.map(({ sequence, text }) => ({ sequence, text }))).toEqual(
      [0, 1, 2].map((number) => ({ sequence: number + 1, text: canonicalJson(auditRow(number, 'pages')) })),
    )
  })

  test.each([
    ['altered', { text: canonicalJson(auditRow(9, 'broken')) }, 'altered'],
    ['hashed anew', { content: 'c'.repeat(64) }, 'altered'],
    ['moved to another tenant', { tenant_id: 'another' }, 'altered'],
  ])('names a row that was %s', async (_, change, problem) => {
    const one = await store.open()
    await write(one, 'broken', 3)
    const changing = one.db.updateTable('audit_rows').set(change).where('tenant_id', '=', 'broken').where('sequence', '=', 2)
    await changing.execute()
    expect(await verifyAuditStore(one.db)).toMatchObject({ intact: false, broken: { problem } })
    await one.db.deleteFrom('audit_rows').where('tenant_id', 'in', ['broken', 'another']).execute()
    await one.db.deleteFrom('audit_heads').where('tenant_id', '=', 'broken').execute()
    expect(await verifyAuditStore(one.db)).toMatchObject({ intact: true })
  })

  test.each([
    ['in the middle', 2],
    ['at the end', 3],
  ])('names a row that is missing %s', async (_, sequence) => {
    const one = await store.open()
    await write(one, 'missing', 3)
    await one.db.deleteFrom('audit_rows').where('tenant_id', '=', 'missing').where('sequence', '=', sequence).execute()
    expect(await verifyAuditStore(one.db)).toMatchObject({ broken: { tenantId: 'missing', sequence, problem: 'missing' } })
    await one.db.deleteFrom('audit_rows').where('tenant_id', '=', 'missing').execute()
    await one.db.deleteFrom('audit_heads').where('tenant_id', '=', 'missing').execute()
  })

  test('a head noted elsewhere detects a store truncated together with its own head', async () => {
    const one = await store.open()
    await write(one, 'noted', 3)
    const report = await verifyAuditStore(one.db)
    const heads = report.intact ? report.heads : new Map<string, never>()
    await one.db.deleteFrom('audit_rows').where('tenant_id', '=', 'noted').where('sequence', '=', 3).execute()
    const second = one.db.selectFrom('audit_rows').select('hash').where('tenant_id', '=', 'noted').where('sequence', '=', 2)
    const { hash } = await second.executeTakeFirstOrThrow()
    await one.db.updateTable('audit_heads').set({ sequence: 2, hash }).where('tenant_id', '=', 'noted').execute()
    expect(await verifyAuditStore(one.db)).toMatchObject({ intact: true })
    expect(await verifyAuditStore(one.db, { heads })).toMatchObject({ broken: { tenantId: 'noted', sequence: 3 } })
  })

  test.each([
    ['was added after the stored end', '{"forged":1}', false, /comes after row 3, where the store says/],
    ['says that rows were purged, and not which', '{"_tombstone":', true, /says that rows were purged, but not which/],
    ['speaks of no rows', '{"_tombstone":{"ranges":[[1]]}}', true, /says that rows were purged, but not which/],
  ])('names a row that %s', async (_, text, moved, reason) => {
    const one = await store.open()
    await write(one, 'added', 3)
    const last = one.db.selectFrom('audit_heads').selectAll().where('tenant_id', '=', 'added')
    const { tenantId: tenant_id, ...row } = chainRow(await last.executeTakeFirstOrThrow(), 'added', text)
    await one.db
      .insertInto('audit_rows')
      .values({ tenant_id, ...row })
      .execute()
    const { sequence, hash } = row
    if (moved) await one.db.updateTable('audit_heads').set({ sequence, hash }).where('tenant_id', '=', 'added').execute()
    for (const report of [await verifyAuditStore(one.db), await one.verifyAudit({ threads: 2 })])
      expect(report).toMatchObject({ broken: { tenantId: 'added', sequence: 4 }, reason: expect.stringMatching(reason) })
    await one.db.deleteFrom('audit_rows').where('tenant_id', '=', 'added').execute()
    await one.db.deleteFrom('audit_heads').where('tenant_id', '=', 'added').execute()
  })

  test('a head noted elsewhere does not excuse a different one in the store', async () => {
    const one = await store.open()
    await write(one, 'twice', 3)
    const report = await verifyAuditStore(one.db)
    const heads = report.intact ? report.heads : new Map<string, never>()
    await one.db
      .updateTable('audit_heads')
      .set({ hash: 'e'.repeat(64) })
      .where('tenant_id', '=', 'twice')
      .execute()
    expect(await verifyAuditStore(one.db, { heads })).toMatchObject({ broken: { tenantId: 'twice', sequence: 3 } })
    await one.db.deleteFrom('audit_rows').where('tenant_id', '=', 'twice').execute()
    await one.db.deleteFrom('audit_heads').where('tenant_id', '=', 'twice').execute()
  })
})
