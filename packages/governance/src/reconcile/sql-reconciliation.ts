import type { Actor, ClaimKey } from '@portico/core'
import { canonicalJson } from '@portico/core'
import { sql } from 'kysely'
import { appendAudit } from '../audit/sql-audit.ts'
import { finishClaim, keyValues, releaseClaim, type TimedStatements, timedStatements } from '../claims/claim-statements.ts'
import type { ClaimRow } from '../claims/claim-tables.ts'
import { type KeptResult, keptResult } from '../claims/kept-result.ts'
import { serverNow } from '../store/server-now.ts'
import type { StoreContext } from '../store/context.ts'
import type { Write } from '../store/group-commit.ts'
import { settledReceipt, settlementRow } from './settled.ts'

/** A call that may have acted, with unknown outcome. */
export interface UnknownCall extends ClaimKey {
  readonly callId: string
  /** Earliest time at which the vendor may have been reached, in epoch milliseconds. */
  readonly firstAt: number
  readonly argumentsHash: string
  /** `abandoned`: the call itself reported an unknown outcome. `gone`: its process died silently. */
  readonly state: 'abandoned' | 'gone'
}

/** What a person found out about a call. */
export interface Settlement extends ClaimKey {
  /** What the person found at the vendor. `not_done` frees the key: the next call under it is sent. */
  readonly found: 'committed' | 'not_done'
  /**
   * The operation's output as JSON, for repeats under the key. Without it, a repeat is told that the call was done and to look it
   * up.
   */
  readonly data?: string
  readonly by: Actor
  /** What the person checked. */
  readonly reason: string
}

/** Where a person settles calls of unknown outcome. */
export interface Reconciliation {
  /** A tenant's calls that wait for a person, oldest first, at most 1,000. */
  list(tenantId: string): Promise<readonly UnknownCall[]>
  /**
   * Records what a person found, together with an audit row. False if the outcome is not unknown: the call is under way, or was
   * settled in the meantime.
   */
  settle(settlement: Settlement): Promise<boolean>
}

export function sqlReconciliation({ connection, commits, cipher, now, byServerClock }: StoreContext): Reconciliation {
  const { db } = connection
  const timed = timedStatements(byServerClock)
  const settle = settling(timed)

  async function settleKnown(settlement: Settlement): Promise<boolean> {
    const at = now()
    const [held] = await connection.read<ClaimRow>(timed.selectClaim, keyValues(settlement))
    if (!held) return false
    const { data, found } = settlement
    // Sealed before the transaction, which must not wait for a cipher that calls a vault.
    const receipt = settledReceipt(held, settlement, at)
    const kept =
      found === 'committed' ? await keptResult(cipher, settlement, { receipt, ...(data !== undefined && { data }) }) : undefined
    return commits.write(settle, { settlement, claimant: held.claimant, kept, at, now: byServerClock ? 0 : at })
  }

  return {
    async list(tenantId) {
      const rows = await db
        .selectFrom('claims')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .where('state', '<>', 'finished')
        .where((is) =>
          is.or([is('state', '=', 'abandoned'), is('deadline', '<=', byServerClock ? sql.raw<number>(serverNow) : now())]),
        )
        .orderBy('first_at')
        .limit(1_000)
        .execute()
      return rows.map(unknownCall)
    },
    async settle(settlement) {
      if (settlement.by.type !== 'human') throw new TypeError('by: only a person may say what was found at the vendor')
      if (settlement.reason.trim() === '') throw new TypeError('reason: say what was looked at')
      return settleKnown(settlement)
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

interface Settling {
  readonly settlement: Settlement
  /** The claimant of the claim that the person looked at. */
  readonly claimant: string
  /** What a repeat receives; undefined if the key is freed. */
  readonly kept: KeptResult | undefined
  readonly at: number
  /** In the form that the timed statements take. */
  readonly now: number
}

function settling({ holdUnknownClaim }: TimedStatements): Write<Settling, boolean> {
  return {
    name: 'reconcile-settle',
    async run(session, items) {
      const answers: boolean[] = []
      for (const { settlement, claimant, kept, at, now } of items) {
        const key = keyValues(settlement)
        const [held] = await session.each<ClaimRow>(holdUnknownClaim, [[...key, now]])
        const same = held?.claimant === claimant
        answers.push(same)
        if (!same) continue
        if (kept) await session.each(finishClaim, [['committed', kept.data, kept.receipt, kept.sealed, at, ...key]])
        else await session.each(releaseClaim, [[...key, claimant]])
        const { tenantId } = settlement
        await appendAudit.run(session, [{ tenantId, text: canonicalJson(settlementRow(held, settlement, at)) }])
      }
      return answers
    },
  }
}
