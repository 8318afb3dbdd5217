import type { Actor } from '@portico/core'
import { guardedTelemetry } from '@portico/core/definition'
import type { SqlStore } from '../store/open-store.ts'
import { ApprovalError } from './approval-error.ts'
import { decideApproval, type DecidedApproval, type GivenDecision } from './decide.ts'
import type { ApprovalDeskOptions } from './desk-options.ts'
import { findApproval } from './find-approval.ts'
import { recordExpiry } from './record-decision.ts'
import { type ShownApproval, shownApproval } from './shown-approval.ts'
import { type Compliance, compliance } from './compliance.ts'

export interface ApprovalQuery {
  readonly tenantId: string
  /** Only pending ones (default), or everything kept. */
  readonly which?: 'pending' | 'all'
  /** Default 100. */
  readonly limit?: number
}

/** What a person needs to decide approvals, one tenant at a time. Every error is an `ApprovalError`. */
export interface ApprovalDesk {
  /** Pending ones by due time, soonest first; all of them newest first. */
  list(query: ApprovalQuery): Promise<readonly ShownApproval[]>
  show(tenantId: string, id: string): Promise<ShownApproval>
  decide(
    approval: { readonly tenantId: string; readonly id: string; readonly by: Actor },
    decision: GivenDecision,
  ): Promise<DecidedApproval>
  /** Reports, once, the requests that nobody decided in time. Returns their ids. */
  expire(tenantId: string): Promise<readonly string[]>
  /** `approval_sla_compliance`: the share of approvals due in the period that were decided in time, by class. */
  compliance(period: { readonly tenantId: string; readonly from: string; readonly to: string }): Promise<readonly Compliance[]>
}

/** Where people decide the calls waiting in a store. */
export function approvalDesk(store: Pick<SqlStore, 'db' | 'approvals'>, given: ApprovalDeskOptions): ApprovalDesk {
  const { db } = store
  const telemetry = guardedTelemetry(given.telemetry)
  const options = { ...given, ...(telemetry && { telemetry }), now: given.now ?? Date.now }
  const { now } = options
  return {
    async list({ tenantId, which = 'pending', limit = 100 }) {
      const all = db.selectFrom('approvals').selectAll().where('tenant_id', '=', tenantId).limit(limit)
      const query =
        which === 'all'
          ? all.orderBy('requested_at', 'desc').orderBy('id')
          : all
              .where('recorded_at', 'is', null)
              .where('open', '=', 1)
              .where('expires_at', '>', now())
              .orderBy('due_at')
              .orderBy('id')
      return (await query.execute()).map((row) => shownApproval(row, now()))
    },
    async show(tenantId, id) {
      const row = await findApproval(db, tenantId, id)
      if (!row) throw new ApprovalError('unknown', `there is no approval ${id} in ${tenantId}`)
      return shownApproval(row, now())
    },
    decide: (approval, decision) => decideApproval(store, options, approval, decision),
    async expire(tenantId) {
      const rows = await db
        .selectFrom('approvals')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .where('recorded_at', 'is', null)
        // Closed although decided: the decision was withdrawn, and the requester was told.
        .where((eb) => eb.or([eb('outcome', 'is', null), eb('open', '=', 1)]))
        .where('expires_at', '<=', now())
        .where('expiry_told_at', 'is', null)
        .orderBy('expires_at')
        .execute()
      for (const row of rows) {
        // Reported before it is marked: after a crash it is reported again, as the same event.
        await recordExpiry(options, row)
        await db
          .updateTable('approvals')
          .set({ expiry_told_at: now(), open: 0 })
          .where('tenant_id', '=', tenantId)
          .where('id', '=', row.id)
          .execute()
      }
      return rows.map(({ id }) => id)
    },
    compliance: (period) => compliance(db, period, now()),
  }
}
