import type { Kysely } from 'kysely'
import { entityOf } from '../outbox/entity.ts'
import type { Database } from '../store/database.ts'
import { claimOf } from './claim-of.ts'
import { callsAbout, type SubjectCall } from './find-subject.ts'
import type { SubjectExport, SubjectReference } from './subject.ts'

/** Everything that the store holds of a person. What a sink or a JSONL log was given lies there. */
export async function exportSubject(db: Kysely<Database>, reference: SubjectReference, now: number): Promise<SubjectExport> {
  const { tenantId, subject } = reference
  const calls = await callsAbout(db, reference)
  const [results, approvals, events] = [[], [], []] as [
    SubjectExport['results'][number][],
    SubjectExport['approvals'][number][],
    unknown[],
  ]
  for (const call of calls) {
    const claim = await claimOf(db, call.row).select(['connector', 'operation', 'key', 'data']).executeTakeFirst()
    if (claim?.data != null) results.push({ ...claim, data: claim.data === 'undefined' ? undefined : JSON.parse(claim.data) })
  }
  for (const id of approvalIds(calls)) {
    const row = await db
      .selectFrom('approvals')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .executeTakeFirst()
    if (!row) continue
    const { connector, operation, shown_input: shown, edited_shown_input: edited } = row
    approvals.push({
      id,
      operation: `${connector}.${operation}`,
      input: JSON.parse(shown),
      editedInput: edited === null ? undefined : JSON.parse(edited),
    })
  }
  for (const table of ['outbox', 'dead_letters'] as const) {
    const rows = await db
      .selectFrom(table)
      .select('event')
      .where('tenant_id', '=', tenantId)
      .where('entity', '=', entityOf(tenantId, subject))
      .execute()
    events.push(...rows.map(({ event }): unknown => JSON.parse(event)))
  }
  const found = calls.map(({ sequence, row }) => ({ sequence, ...row }))
  return { tenantId, subject, exportedAt: new Date(now).toISOString(), calls: found, results, approvals, events }
}

export function approvalIds(calls: readonly SubjectCall[]): readonly string[] {
  return [...new Set(calls.flatMap(({ row }) => (row.approvalId === undefined ? [] : [row.approvalId])))]
}
