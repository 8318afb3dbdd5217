import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join as pathOf } from 'node:path'
import { type AuditRowRow, openStore, type SqlStore, verifyAuditStore } from '@portico/governance'
import { putMigratedStore } from '@portico/tools/store'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keptHeads } from '../../src/audit/verify-audit-store.ts'
import { join, partsOf } from '../../src/audit/verify-in-threads.ts'
import { verifyPart } from '../../src/audit/verify-part.ts'
import { auditRow } from './row.ts'

const tenants = ['', 'acme', 'beta', 'zulu']
const perTenant = 7
let folder = ''
let path = ''
let store: SqlStore
let sound: readonly AuditRowRow[]

beforeAll(async () => {
  folder = await mkdtemp(pathOf(tmpdir(), 'portico-threads-'))
  path = pathOf(folder, 'portico.db')
  await putMigratedStore(path)
  store = await openStore(`sqlite:${path}`)
  for (const tenantId of tenants)
    for (let number = 0; number < perTenant; number++) await store.audit.write(auditRow(number, tenantId))
  // Purges leave rows without texts, and tombstones that may stand in another part.
  const audit = store.retention.find(({ name }) => name === 'audit')!
  await audit.purge('beta', Date.parse('2027-01-01'), { type: 'human', id: 'dana' })
  sound = await store.db.selectFrom('audit_rows').selectAll().execute()
})
afterAll(async () => {
  await store.close()
  await rm(folder, { recursive: true })
})

async function inParts(count: number) {
  const kept = await keptHeads(store.db)
  return join(
    partsOf(kept, count).map((part) => verifyPart({ path, ...part, noted: kept })),
    kept,
    await keptHeads(store.db),
  )
}

test('parts of any number find what one reading finds', async () => {
  const whole = await verifyAuditStore(store.db)
  expect(whole).toMatchObject({ intact: true, purged: perTenant })
  for (let count = 1; count <= 9; count++) expect(await inParts(count)).toEqual(whole)
})

const changes = fc.oneof(
  fc.constant({ remove: true } as const),
  fc.record({ text: fc.constantFrom('', '{}') }),
  fc.record({ previous: fc.constant('d'.repeat(64)) }),
  fc.record({ content: fc.constant('d'.repeat(64)) }),
  fc.record({ hash: fc.constant('d'.repeat(64)) }),
  fc.record({ tenant_id: fc.constantFrom('acmf', 'zz') }),
  fc.record({ sequence: fc.integer({ min: -9, max: 99 }) }),
)

test('whatever is changed, no number of parts passes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(27), changes, fc.integer({ min: 2, max: 6 }), async (index, change, count) => {
      const { tenant_id, sequence } = sound[index]!
      // A row that lands on another, or a text that was purged before, changes nothing or is refused.
      if ('text' in change && tenant_id === 'beta') return
      if ('sequence' in change && change.sequence >= 1 && change.sequence <= perTenant + 1) return
      if ('remove' in change)
        await store.db
          .deleteFrom('audit_rows')
          .where((eb) => eb.and({ tenant_id, sequence }))
          .execute()
      else
        await store.db
          .updateTable('audit_rows')
          .set(change)
          .where((eb) => eb.and({ tenant_id, sequence }))
          .execute()
      const report = await inParts(count)
      await store.db.deleteFrom('audit_rows').execute()
      await store.db
        .insertInto('audit_rows')
        .values([...sound])
        .execute()
      expect(report?.intact ?? false).toBe(false)
    }),
    { numRuns: 25 },
  )
})

test('threads do the same, and a wrong row is named', async () => {
  const whole = await verifyAuditStore(store.db)
  expect(await store.verifyAudit({ threads: 2 })).toEqual(whole)
  await store.db
    .updateTable('audit_rows')
    .set({ text: '{}' })
    .where((eb) => eb.and({ tenant_id: 'zulu', sequence: 3 }))
    .execute()
  expect(await store.verifyAudit({ threads: 2 })).toMatchObject({
    intact: false,
    broken: { tenantId: 'zulu', sequence: 3, problem: 'altered' },
  })
})
