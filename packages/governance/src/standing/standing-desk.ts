import type { Actor } from '@portico/core'
import { actRow } from '../approvals/act-row.ts'
import { ApprovalError } from '../approvals/approval-error.ts'
import { checkApprover } from '../approvals/approvers.ts'
import type { ApprovalDeskOptions } from '../approvals/desk-options.ts'
import type { SqlStore } from '../store/open-store.ts'
import { type GivenStandingApproval, newStandingApproval, reasonOf } from './new-standing-approval.ts'
import { type ShownStandingApproval, shownStandingApproval } from './shown-standing-approval.ts'
import type { StandingApprovalRow } from './standing-tables.ts'

/** Where a person approves calls in advance, and revokes that. Errors are `ApprovalError`s. */
export interface StandingDesk {
  create(given: GivenStandingApproval, by: Actor): Promise<ShownStandingApproval>
  /** Usable ones, the next to expire first; or all of them, newest first. */
  list(query: {
    readonly tenantId: string
    readonly which?: 'active' | 'all'
    readonly limit?: number
  }): Promise<readonly ShownStandingApproval[]>
  /** From now on no call takes a share. Calls under way keep theirs. */
  revoke(
    standing: { readonly tenantId: string; readonly id: string; readonly by: Actor },
    reason: string,
  ): Promise<ShownStandingApproval>
}

/** Who may approve in advance, and where that is recorded. */
export type StandingDeskOptions = Omit<ApprovalDeskOptions, 'events' | 'incidents' | 'telemetry'>

/** Where people approve calls in advance. `connect` consults `store.standing` for them. */
export function standingDesk({ db }: Pick<SqlStore, 'db'>, options: StandingDeskOptions): StandingDesk {
  const now = options.now ?? Date.now
  return {
    async create(given, by) {
      const row = newStandingApproval(options.connectors, given, by, now())
      await checkApprover(options.approvers, by, { tenantId: row.tenant_id, asked: row.actor_id, needed: row.approval })
      // Audited first: an unrecorded approval must not cover a call.
      await audit(options, row, { by, at: now(), act: 'create' })
      await db.insertInto('standing_approvals').values(row).execute()
      return shownStandingApproval(row, now())
    },
    async list({ tenantId, which = 'active', limit = 100 }) {
      const all = db.selectFrom('standing_approvals').selectAll().where('tenant_id', '=', tenantId).limit(limit)
      const query =
        which === 'all'
          ? all.orderBy('created_at', 'desc').orderBy('id')
          : all
              .where('revoked_at', 'is', null)
              .where('expires_at', '>', now())
              .whereRef('count_used', '<', 'count_max')
              .orderBy('expires_at')
              .orderBy('id')
      return (await query.execute()).map((row) => shownStandingApproval(row, now()))
    },
    async revoke({ tenantId, id, by }, reason) {
      const found = await db
        .selectFrom('standing_approvals')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        .executeTakeFirst()
      if (!found) throw new ApprovalError('unknown', `there is no standing approval ${id} in ${tenantId}`)
      await checkApprover(options.approvers, by, { tenantId, asked: found.actor_id, needed: found.approval })
      const revoked_reason = reasonOf(reason)
      const revoked = await db
        .updateTable('standing_approvals')
        .set({ revoked_by: by.id, revoked_at: now(), revoked_reason })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        .where('revoked_at', 'is', null)
        .returningAll()
        .executeTakeFirst()
      if (!revoked) throw new ApprovalError('not_pending', `standing approval ${id} was already revoked by ${found.revoked_by}`)
      // Revoked first: if the audit fails, the caller is told, and it is revoked all the same.
      await audit(options, revoked, { by, at: now(), act: 'revoke', reason: revoked_reason })
      return shownStandingApproval(revoked, now())
    },
  }
}

interface Act {
  readonly by: Actor
  readonly at: number
  readonly act: 'create' | 'revoke'
  readonly reason?: string
}

async function audit(
  { audit: sink }: StandingDeskOptions,
  row: StandingApprovalRow,
  { by, at, act, reason }: Act,
): Promise<void> {
  const { bounds, count, sum, expiresAt, actor } = shownStandingApproval(row, at)
  await sink.write(
    actRow({
      tenantId: row.tenant_id,
      account: row.account,
      by,
      at,
      name: `approvals.standing.${act}`,
      approval: row.approval,
      entity: { type: 'standing_approval', id: row.id },
      input: {
        call: `${row.connector}.${row.operation}`,
        pin: row.pin,
        actor,
        bounds,
        count: count.max,
        ...(sum && { sum: { path: sum.path, max: sum.max } }),
        expiresAt,
        reason: reason ?? row.reason,
      },
    }),
  )
}
