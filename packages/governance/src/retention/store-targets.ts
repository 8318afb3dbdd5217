import type { Actor } from '@portico/core'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import { type AuditPurge, readyAudit } from '../audit/aged-audit.ts'
import type { Database } from '../store/database.ts'
import type { Dialect } from '../store/dialect.ts'
import type { RetentionPlane, RetentionTarget } from './retention.ts'

interface Kept {
  readonly db: Kysely<Database>
  readonly dialect: Dialect
  readonly purgeAudit: (purge: AuditPurge) => Promise<number>
}

/**
 * The store's runtime-plane records, and the run history of the data plane. Whatever is under way (open approvals, unknown
 * outcomes, unresolved proofs) stays.
 */
export function storeTargets({ db, dialect, purgeAudit }: Kept): readonly RetentionTarget[] {
  const rows = (name: string, parts: readonly Part[], plane: RetentionPlane = 'runtime'): RetentionTarget => ({
    plane,
    name,
    async count(tenantId, before) {
      const counts = await Promise.all(parts.map((part) => countRows(db, part, tenantId, before)))
      return counts.reduce((sum, count) => sum + count, 0)
    },
    async purge(tenantId, before) {
      let purged = 0
      for (const part of parts) purged += await deleteRows(db, dialect, part, tenantId, before)
      return purged
    },
  })
  const receipts = rows('receipts', [{ table: 'claims', old: (before) => sql`state = 'finished' and finished_at < ${before}` }])
  return [
    {
      plane: 'runtime',
      name: 'audit',
      async count(tenantId, before) {
        let count = 0
        for await (const sequences of readyAudit(db, tenantId, before)) count += sequences.length
        return count
      },
      async purge(tenantId, before, by: Actor) {
        let purged = 0
        for await (const sequences of readyAudit(db, tenantId, before))
          purged += await purgeAudit({ tenantId, sequences, reason: 'retention', by })
        return purged
      },
    },
    rows('proofs', [
      { table: 'proofs', old: (before) => sql`resolved_at < ${before}` },
      { table: 'action_claims', old: (before) => sql`claimed_at < ${before}` },
    ]),
    {
      ...receipts,
      async purge(tenantId, before, by) {
        await keepShares(db, tenantId)
        return receipts.purge(tenantId, before, by)
      },
    },
    rows('approvals', [
      {
        table: 'approvals',
        old: (before) => sql`(open = 0 or expires_at < ${before}) and coalesce(used_at, decided_at, expires_at) < ${before}`,
      },
      // A share outlives its standing approval for as long as the store remembers its call's key as used.
      {
        table: 'standing_uses',
        old: (before) => sql`exists (select 1 from standing_approvals as of_it where of_it.tenant_id = standing_uses.tenant_id
          and of_it.id = standing_uses.standing_id and coalesce(of_it.revoked_at, of_it.expires_at) < ${before})
          and not exists (select 1 from claims where ${sameKey})`,
        uncounted: true,
      },
      {
        table: 'standing_approvals',
        old: (before) => sql`coalesce(revoked_at, expires_at) < ${before} and not exists (select 1 from standing_uses
          where standing_uses.tenant_id = standing_approvals.tenant_id and standing_uses.standing_id = standing_approvals.id)`,
      },
    ]),
    rows('deadLetters', [{ table: 'dead_letters', old: (before) => sql`dead_at < ${before}` }]),
    rows('incidents', [
      {
        table: 'incident_changes',
        old: (before) => sql`incident_id in (select id from incidents
          where incidents.tenant_id = incident_changes.tenant_id and state = 'closed' and last_at < ${before})`,
        uncounted: true,
      },
      { table: 'incidents', old: (before) => sql`state = 'closed' and last_at < ${before}` },
    ]),
    // A run that never ended was killed, or has been running for longer than runs are kept.
    rows('runs', [{ table: 'sync_runs', old: (before) => sql`coalesce(ended_at, started_at) < ${before}` }], 'data'),
  ]
}

const sameKey = sql`claims.tenant_id = standing_uses.tenant_id and claims.account = standing_uses.account
  and claims.connector = standing_uses.connector and claims.operation = standing_uses.operation
  and claims.key = standing_uses.use_key`

/** A call may act and die before it settles its share, which would look unused once the claim is gone. */
async function keepShares(db: Kysely<Database>, tenantId: string): Promise<void> {
  await sql`update standing_uses set state = 'acted' where tenant_id = ${tenantId} and state <> 'acted' and exists (
    select 1 from claims where ${sameKey} and claims.state = 'finished')`.execute(db)
}

interface Part {
  readonly table: keyof Database
  readonly old: (before: number) => RawBuilder<unknown>
  /** Its rows belong to rows that another part counts. */
  readonly uncounted?: true
}

/** Rows removed per transaction: calls must not wait for a purge. */
const batch = 5_000

async function countRows(
  db: Kysely<Database>,
  { table, old, uncounted }: Part,
  tenantId: string,
  before: number,
): Promise<number> {
  if (uncounted) return 0
  const { rows } = await sql<{ readonly count: number }>`
    select count(*) as count from ${sql.table(table)} where tenant_id = ${tenantId} and ${old(before)}`.execute(db)
  return rows[0]!.count
}

async function deleteRows(db: Kysely<Database>, dialect: Dialect, part: Part, tenantId: string, before: number): Promise<number> {
  const place = sql.raw(dialect === 'sqlite' ? 'rowid' : 'ctid')
  const table = sql.table(part.table)
  for (let total = 0; ;) {
    const { numAffectedRows = 0n } = await sql`
      delete from ${table} where ${place} in (
        select ${place} from ${table} where tenant_id = ${tenantId} and ${part.old(before)} limit ${batch}
      )`.execute(db)
    total += Number(numAffectedRows)
    if (Number(numAffectedRows) < batch) return part.uncounted ? 0 : total
  }
}
