import type { Actor, ClaimKey } from '@portico/core'
import { canonicalJson } from '@portico/core'
import { appendAudit } from '../audit/sql-audit.ts'
import { finishClaim, holdUnknownClaim, keyValues, releaseClaim } from '../claims/claim-statements.ts'
import type { ClaimRow } from '../claims/claim-tables.ts'
import type { StoreContext } from '../store/context.ts'
import type { Write } from '../store/group-commit.ts'
import { settledReceipt, settlementRow } from './settled.ts'

/** A call that may have acted, and whose outcome nobody knows. */
export interface UnknownCall extends ClaimKey {
  readonly callId: string
  /** When the vendor may first have been reached: epoch milliseconds. */
  readonly firstAt: number
  readonly argumentsHash: string
  /** `abandoned`: it said that it does not know. `gone`: its process ended without a word. */
  readonly state: 'abandoned' | 'gone'
}

export interface Settlement extends ClaimKey {
  /** What the person found at the vendor. `not_done` frees the key: the next call under it is sent. */
  readonly found: 'committed' | 'not_done'
  /** The operation's output as JSON, for who asks again under the key. Without it they are told that it was done, and to look it up. */
  readonly data?: string
  readonly by: Actor
  /** What they looked at. */
  readonly reason: string
}

export interface Reconciliation {
  /** The calls of a tenant that wait for a person, the oldest first, 1,000 at most. */
  list(tenantId: string): Promise<readonly UnknownCall[]>
  /**
   * Writes down what a person found, together with an audit row of who found it. False when the call is not of unknown outcome: it is
   * under way, or it was settled in the meantime.
   */
  settle(settlement: Settlement): Promise<boolean>
}

export function sqlReconciliation({ connection: { db }, commits, now }: StoreContext): Reconciliation {
  return {
    async list(tenantId) {
      const rows = await db
        .selectFrom('claims')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .where('state', '<>', 'finished')
        .where((is) => is.or([is('state', '=', 'abandoned'), is('deadline', '<=', now())]))
        .orderBy('first_at')
        .limit(1_000)
        .execute()
      return rows.map(unknownCall)
    },
    settle(settlement) {
      if (settlement.by.type !== 'human')
        return Promise.reject(new TypeError('by: only a person says what was found at the vendor'))
      if (settlement.reason.trim() === '') return Promise.reject(new TypeError('reason: say what was looked at'))
      return commits.write(settle, { settlement, at: now() })
    },
  }
}

function unknownCall(row: ClaimRow): UnknownCall {
  return {
    tenantId: row.tenant_id,
    account: row.account,
    connector: row.connector,
    operation: row.operation,
    key: row.key,
    callId: row.claimant,
    firstAt: row.first_at,
    argumentsHash: row.arguments_hash,
    state: row.state === 'abandoned' ? 'abandoned' : 'gone',
  }
}

const settle: Write<{ readonly settlement: Settlement; readonly at: number }, boolean> = {
  name: 'reconcile-settle',
  async run(session, items) {
    const answers: boolean[] = []
    for (const { settlement, at } of items) {
      const [held] = await session.each<ClaimRow>(holdUnknownClaim, [[...keyValues(settlement), at]])
      answers.push(held !== undefined)
      if (!held) continue
      const { data = null, found, tenantId } = settlement
      if (found === 'committed') {
        const receipt = JSON.stringify(settledReceipt(held, settlement, at))
        await session.each(finishClaim, [['committed', data, receipt, at, ...keyValues(settlement)]])
      } else await session.each(releaseClaim, [[...keyValues(settlement), held.claimant]])
      await appendAudit.run(session, [{ tenantId, text: canonicalJson(settlementRow(held, settlement, at)) }])
    }
    return answers
  },
}
