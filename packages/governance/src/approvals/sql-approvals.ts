import type { Approvals } from '@portico/core'
import type { UpdateQueryBuilder, UpdateResult } from 'kysely'
import type { StoreContext } from '../store/context.ts'
import type { Database } from '../store/database.ts'
import { StoreError } from '../store/store-error.ts'
import type { ApprovalRow } from './approval-tables.ts'
import { ApprovalError } from './approval-error.ts'
import { ask } from './ask.ts'
import { tokenFor } from './decision-token.ts'
import { findApproval } from './find-approval.ts'
import { type NewDecision, writeDecision } from './write-decision.ts'
import type { SigningKeys } from './signing-keys.ts'
import { defaultSlaMs, type SlaMs } from './sla.ts'
import { take } from './take.ts'
import { undecided } from './undecided.ts'

export interface SqlApprovalsOptions {
  readonly signingKeys: SigningKeys | undefined
  readonly slaMs: Partial<SlaMs> | undefined
}

/** The approvals port plus the desk's writes. Rules about people belong to the desk. */
export interface SqlApprovals extends Approvals {
  /** Writes a decision; undefined if the request is no longer waiting. */
  decide(decision: NewDecision): Promise<ApprovalRow | undefined>
  /**
   * Notes that the decision's evidence is written and returns the token that runs the call; undefined for a rejection. Rejects if
   * the decision was withdrawn in the meantime.
   */
  confirm(decided: ApprovalRow): Promise<{ readonly row: ApprovalRow; readonly token: string | undefined }>
  /**
   * Takes back a decision whose process died before its evidence was written, so that the request waits again. False if it holds.
   */
  reopen(decided: ApprovalRow): Promise<boolean>
  /** Withdraws a decision that could not be recorded: nothing of it runs, and the same call may be requested again. */
  withdraw(decided: ApprovalRow): Promise<void>
}

/** Calls that wait for a person, and the decisions that run them: each exactly once, whichever instance takes it. */
export function sqlApprovals(
  { connection: { db }, cipher, shown, now }: StoreContext,
  options: SqlApprovalsOptions,
): SqlApprovals {
  const slaMs = { ...defaultSlaMs, ...options.slaMs }

  function needed() {
    if (cipher && options.signingKeys) return { cipher, signingKeys: options.signingKeys }
    throw new StoreError(
      'unencrypted',
      shown,
      'cannot keep a call that waits for a decision',
      'pass openStore cipher and signingKeys, or set PORTICO_KEYS for the portico command',
    )
  }

  return {
    request: async (request) => ask(db, needed().cipher, slaMs, request),
    take: async (token, tenantId) => take({ db, ...needed(), tenantId, now }, token),
    decide: async (decision) => writeDecision(db, needed().cipher, decision, now()),
    async collect(id, tenantId, requester) {
      const row = await findApproval(db, tenantId, id)
      if (!row || row.actor_id !== requester.id || row.actor_type !== requester.type) return undefined
      if (row.recorded_at === null || row.open === 0 || now() >= row.expires_at) return undefined
      // A rejection has no token: its id reports it, as often as it is asked for.
      return row.outcome === 'reject' ? row.id : tokenFor(needed().signingKeys, row)
    },
    async confirm(decided) {
      const recorded_at = now()
      const noted = await unrecorded(db.updateTable('approvals').set({ recorded_at }), decided).executeTakeFirst()
      if (noted.numUpdatedRows === 0n)
        throw new ApprovalError('unrecorded', `the decision on ${decided.id} took too long to record, and was withdrawn`)
      const token = decided.outcome === 'reject' ? undefined : tokenFor(needed().signingKeys, decided)
      return { row: { ...decided, recorded_at }, token }
    },
    async withdraw(decided) {
      await unrecorded(db.updateTable('approvals').set({ open: 0, token_id: null }), decided).execute()
    },
    async reopen(decided) {
      if (decided.recorded_at !== null || now() < decided.decided_at! + recordingMs) return false
      const { numUpdatedRows } = await unrecorded(db.updateTable('approvals').set(undecided), decided).executeTakeFirst()
      return numUpdatedRows > 0n
    },
  }
}

/** If the evidence is not written within this time, the process is presumed dead. */
const recordingMs = 60_000
/** This very decision, as long as its evidence is not written. */
function unrecorded(
  update: UpdateQueryBuilder<Database, 'approvals', 'approvals', UpdateResult>,
  { tenant_id, id, decided_at, decided_by }: ApprovalRow,
) {
  return update
    .where('tenant_id', '=', tenant_id)
    .where('id', '=', id)
    .where('open', '=', 1)
    .where('recorded_at', 'is', null)
    .where('decided_at', '=', decided_at)
    .where('decided_by', '=', decided_by)
}
