import { auditRows, type ChainedRow, verifyAuditStore } from '@portico/governance'
import type { Governed } from '../governed.ts'
import { scene, tell } from '../narrator.ts'

/** Every call above left a row in a chain; an altered row is found and named. */
export async function verifiedChain({ store }: Governed): Promise<void> {
  scene('The audit chain is verified; then one word of it is changed')
  const report = await verifyAuditStore(store.db)
  if (!report.intact) throw new Error(`the chain of the tour is broken: ${report.reason}`)
  const head = report.heads.get('acme')!
  tell(`intact: ${report.rows} rows, the last is ${head.sequence}:${head.hash.slice(0, 16)}…`)

  const rows: ChainedRow[] = []
  for await (const page of auditRows(store.db, { tenantId: 'acme' })) rows.push(...page)
  const row = rows.find(({ text }) => text.includes('lead@acme.test'))!
  const text = row.text.replace('lead@acme.test', 'thief@acme.test')
  await store.db
    .updateTable('audit_rows')
    .set({ text })
    .where('tenant_id', '=', 'acme')
    .where('sequence', '=', row.sequence)
    .execute()
  const broken = await verifyAuditStore(store.db)
  if (broken.intact) throw new Error('a row that was changed was not found')
  tell(`row ${broken.broken.sequence} of ${broken.broken.tenantId} is ${broken.broken.problem}: ${broken.reason}`)
  if (broken.broken.sequence !== row.sequence) throw new Error(`the row that was changed is ${row.sequence}`)
}
