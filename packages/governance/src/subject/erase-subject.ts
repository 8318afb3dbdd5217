import { hash } from 'node:crypto'
import type { AuditRow } from '@portico/core'
import type { Kysely } from 'kysely'
import type { AuditPurge } from '../audit/purge-audit.ts'
import { claimKey, keptResult, openResult } from '../claims/kept-result.ts'
import { entityOf } from '../outbox/entity.ts'
import type { StoreContext } from '../store/context.ts'
import type { Database } from '../store/database.ts'
import type { TaskRow } from '../tasks/task-tables.ts'
import type { Cipher } from '../tokens/cipher.ts'
import { approvalIds } from './export-subject.ts'
import { claimOf, claimPlace } from './claim-of.ts'
import { callsAbout, type SubjectCall } from './find-subject.ts'
import type { ErasureReport, SubjectErasure } from './subject.ts'
import { hasEnded, tasksAbout } from './tasks-about.ts'

/** Most rows per tombstone. */
const chunk = 1_000

/**
 * Erases what the store holds of a person. Results, approvals and tasks go first and the audit last, since it leads to the
 * others: if interrupted, run it again to finish. Rows that lead to a waiting approval or a running task are kept along with it
 * until it ends. Each chain keeps its hashes and records that texts were erased, by whom, and for which hash.
 */
export async function eraseSubject(
  { connection: { db }, cipher, now }: Pick<StoreContext, 'connection' | 'cipher' | 'now'>,
  purgeAudit: (purge: AuditPurge) => Promise<number>,
  { by, ...reference }: SubjectErasure,
): Promise<ErasureReport> {
  const { tenantId, subject } = reference
  const entity = entityOf(tenantId, subject)
  const subjectHash = hash('sha256', JSON.stringify([tenantId, subject]), 'hex')
  const calls = await callsAbout(db, reference)
  const results = await eraseResults(db, cipher, calls)
  const { erased: approvals, open } = await eraseApprovals(db, tenantId, approvalIds(calls), now())
  const { erased: tasks, running } = await eraseTasks(db, tenantId, calls)
  const erasable = calls.filter(
    ({ row }) => (row.approvalId === undefined || !open.has(row.approvalId)) && !running.some((task) => isOf(task, row)),
  )
  const letters = await db
    .deleteFrom('dead_letters')
    .where('tenant_id', '=', tenantId)
    .where('entity', '=', entity)
    .executeTakeFirst()
  const proofs = await eraseEvidence(db, tenantId, subject)
  let auditRows = 0
  for (let from = 0; from < erasable.length; from += chunk) {
    const sequences = erasable.slice(from, from + chunk).map(({ sequence }) => sequence)
    auditRows += await purgeAudit({ tenantId, sequences, reason: 'erasure', by, subjectHash })
  }
  const waiting = await db
    .selectFrom('outbox')
    .select(db.fn.countAll<number>().as('count'))
    .where('tenant_id', '=', tenantId)
    .where('entity', '=', entity)
    .executeTakeFirstOrThrow()
  return {
    tenantId,
    subjectHash,
    auditRows,
    results,
    approvals,
    tasks,
    deadLetters: Number(letters.numDeletedRows),
    proofs,
    openApprovals: open.size,
    openTasks: running.length,
    waitingEvents: waiting.count,
  }
}

/** The key stays used: a repeat is told that the vendor acted, and nothing is sent again. The undo goes with the result. */
async function eraseResults(db: Kysely<Database>, cipher: Cipher | undefined, calls: readonly SubjectCall[]): Promise<number> {
  let erased = 0
  for (const { row } of calls) {
    const claim = await claimOf(db, row)
    if (!claim) continue
    const { data, receipt: whole } = await openResult(cipher, claim)
    const { undo, ...receipt } = whole
    if (data === undefined && undo === undefined) continue
    await db
      .updateTable('claims')
      .set(await keptResult(cipher, claimKey(claim), { receipt }))
      .where((eb) => eb.and(claimPlace(row)))
      .execute()
    erased++
  }
  return erased
}

async function eraseApprovals(db: Kysely<Database>, tenantId: string, ids: readonly string[], now: number) {
  let erased = 0
  const open = new Set<string>()
  for (const id of ids) {
    const held = db
      .deleteFrom('approvals')
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      // A rejected approval stays open until its requester can be told; nothing of it can run.
      .where((eb) => {
        const rejected = eb.and([eb('outcome', '=', 'reject'), eb('recorded_at', 'is not', null)])
        return eb.or([eb('open', '=', 0), eb('expires_at', '<=', now), rejected])
      })
    const { numDeletedRows } = await held.executeTakeFirst()
    erased += Number(numDeletedRows)
    const left = await db
      .selectFrom('approvals')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .executeTakeFirst()
    if (left) open.add(id)
  }
  return { erased, open }
}

async function eraseTasks(db: Kysely<Database>, tenantId: string, calls: readonly SubjectCall[]) {
  const all = await tasksAbout(db, calls)
  const ended = all.filter(hasEnded)
  for (const { id } of ended) await db.deleteFrom('tasks').where('tenant_id', '=', tenantId).where('id', '=', id).execute()
  return { erased: ended.length, running: all.filter((task) => !hasEnded(task)) }
}

function isOf({ operation, idempotency_key }: TaskRow, row: AuditRow): boolean {
  return operation === `${row.connector}.${row.operation}` && idempotency_key === row.idempotencyKey
}

/** A proof keeps what was intended and done, but not whom it was about. */
async function eraseEvidence(db: Kysely<Database>, tenantId: string, subject: string): Promise<number> {
  const rows = await db
    .selectFrom('proofs')
    .select(['id', 'evidence'])
    .where('tenant_id', '=', tenantId)
    .where('evidence', 'is not', null)
    .execute()
  const about = rows.filter(({ evidence }) => {
    const { entity } = JSON.parse(evidence!) as { readonly entity?: { readonly type: string; readonly id: string } }
    return entity !== undefined && `${entity.type}/${entity.id}` === subject
  })
  for (const { id } of about) {
    await db.updateTable('proofs').set({ evidence: null }).where('tenant_id', '=', tenantId).where('id', '=', id).execute()
  }
  return about.length
}
