import { openResult } from '../claims/kept-result.ts'
import { openRecord } from '../tasks/sealed-record.ts'
import { entityOf } from '../outbox/entity.ts'
import type { StoreContext } from '../store/context.ts'
import { claimOf } from './claim-of.ts'
import { callsAbout, type SubjectCall } from './find-subject.ts'
import type { SubjectExport, SubjectReference } from './subject.ts'
import { tasksAbout } from './tasks-about.ts'

/** Everything the store holds of a person. What sinks or a JSONL log received is not included. */
export async function exportSubject(
  { connection: { db }, cipher, now }: Pick<StoreContext, 'connection' | 'cipher' | 'now'>,
  reference: SubjectReference,
): Promise<SubjectExport> {
  const { tenantId, subject } = reference
  const calls = await callsAbout(db, reference)
  const [results, approvals, events] = [[], [], []] as [
    SubjectExport['results'][number][],
    SubjectExport['approvals'][number][],
    unknown[],
  ]
  for (const call of calls) {
    const claim = await claimOf(db, call.row)
    if (!claim) continue
    const { connector, operation, key } = claim
    const { data, receipt } = await openResult(cipher, claim)
    if (data === undefined && receipt.undo === undefined) continue
    const given = data === undefined || data === 'undefined' ? undefined : (JSON.parse(data) as unknown)
    results.push({ connector, operation, key, data: given, undo: receipt.undo?.input })
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
  const tasks = await Promise.all(
    (await tasksAbout(db, calls)).map(async (task) => {
      const { id, operation, status, input, result } = await openRecord(cipher, task)
      return { id, operation, status, input, result }
    }),
  )
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
  return { tenantId, subject, exportedAt: new Date(now()).toISOString(), calls: found, results, approvals, tasks, events }
}

export function approvalIds(calls: readonly SubjectCall[]): readonly string[] {
  return [...new Set(calls.flatMap(({ row }) => (row.approvalId === undefined ? [] : [row.approvalId])))]
}
