import { randomUUID } from 'node:crypto'
import { covers, type StandingApprovals, type StandingGrant, type StandingRequest } from '@portico/core'
import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely'
import type { StoreContext } from '../store/context.ts'
import { serverNow } from '../store/server-now.ts'
import type { Database } from '../store/database.ts'
import { type Bounds, outOfBounds } from './bounds.ts'
import type { StandingApprovalRow, StandingUseRow } from './standing-tables.ts'
import { giveBack, reclaimShares } from './reclaim-shares.ts'
import { shareOf } from './sum.ts'

/** Standing approvals whose count and sum hold across all instances. */
export function sqlStandingApprovals({ connection: { db }, now, byServerClock }: StoreContext): StandingApprovals {
  const clock = byServerClock ? sql.raw<number>(serverNow) : undefined
  return {
    async take(request) {
      for (const row of await candidates(db, request, now())) {
        const amount = coveredShare(row, request)
        if (amount === undefined) continue
        const taken = await db
          .transaction()
          .execute((transaction) => takeShare(transaction, row, request, amount, { here: now(), clock }))
        if (taken) return grantOf(row, taken)
      }
      return undefined
    },
    settle: ({ tenantId, approvalId, shareId }, outcome) =>
      db.transaction().execute(async (transaction) => {
        // Locks in the order in which shares are taken, to avoid a deadlock.
        if (outcome === 'returned') await lock(transaction, tenantId, approvalId)
        const use = await transaction
          .updateTable('standing_uses')
          .set((eb) => ({
            holders: eb('holders', '-', 1),
            // `acted` is final, and `unknown` can only become `acted`.
            ...(outcome === 'acted' && { state: 'acted' as const }),
            ...(outcome === 'unknown' && {
              state: eb
                .case()
                .when('state', '=', 'acted')
                .then('acted' as const)
                .else('unknown' as const)
                .end(),
            }),
          }))
          .where('tenant_id', '=', tenantId)
          .where('id', '=', shareId)
          .returningAll()
          .executeTakeFirst()
        if (use?.state === 'held' && use.holders === 0) await giveBack(transaction, use)
      }),
  }
}

/** Those that could cover the call; whether one has a share left is only seen when it is taken. */
async function candidates(db: Kysely<Database>, request: StandingRequest, now: number): Promise<readonly StandingApprovalRow[]> {
  return db
    .selectFrom('standing_approvals')
    .selectAll()
    .where('tenant_id', '=', request.tenantId)
    .where('account', '=', request.account)
    .where('connector', '=', request.connector)
    .where('operation', '=', request.operation)
    .where('actor_type', '=', request.actor.type)
    .where('actor_id', '=', request.actor.id)
    .where('pin', '=', request.pin)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('expires_at')
    .orderBy('id')
    .execute()
}

function coveredShare(row: StandingApprovalRow, { requiredApproval, input }: StandingRequest): number | undefined {
  if (!covers(row.approval, requiredApproval)) return undefined
  if (outOfBounds(input, JSON.parse(row.bounds) as Bounds) !== undefined) return undefined
  return shareOf(input, row.sum_path === null ? undefined : { path: row.sum_path, max: row.sum_max! })
}

async function takeShare(
  transaction: Transaction<Database>,
  row: StandingApprovalRow,
  request: StandingRequest,
  amount: number,
  { here, clock }: { readonly here: number; readonly clock: RawBuilder<number> | undefined },
): Promise<StandingUseRow | undefined> {
  const counted = await lock(transaction, row.tenant_id, row.id, clock)
  const { now = here } = counted
  // By the clock that expires it.
  const heldUntil = request.heldUntil === undefined ? null : request.heldUntil - here + now
  if (counted.revoked_at !== null || counted.expires_at <= now) return undefined
  const earlier = await transaction
    .selectFrom('standing_uses')
    .selectAll()
    .where('tenant_id', '=', request.tenantId)
    .where('account', '=', request.account)
    .where('connector', '=', request.connector)
    .where('operation', '=', request.operation)
    .where('use_key', '=', request.use)
    .executeTakeFirst()
  if (earlier) return joinShare(transaction, row, earlier, request, heldUntil)
  if (!hasRoom(counted, amount)) {
    await reclaimShares(transaction, row, now)
    if (!hasRoom(await lock(transaction, row.tenant_id, row.id), amount)) return undefined
  }
  const use = await transaction
    .insertInto('standing_uses')
    .values({
      tenant_id: request.tenantId,
      id: randomUUID(),
      standing_id: row.id,
      account: request.account,
      connector: request.connector,
      operation: request.operation,
      use_key: request.use,
      arguments_hash: request.argumentsHash,
      amount,
      state: 'held',
      holders: 1,
      taken_at: now,
      held_until: heldUntil,
    })
    // Another standing approval covers this very call at this moment: that one is tried next.
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst()
  if (!use) return undefined
  await transaction
    .updateTable('standing_approvals')
    .set((eb) => ({ count_used: eb('count_used', '+', 1), sum_used: eb('sum_used', '+', amount) }))
    .where('tenant_id', '=', row.tenant_id)
    .where('id', '=', row.id)
    .execute()
  return use
}

function hasRoom({ count_used, count_max, sum_used, sum_max }: StandingApprovalRow, amount: number): boolean {
  return count_used < count_max && (sum_max === null || sum_used + amount <= sum_max)
}

/** The current row, locked until the transaction ends: attempts from all instances queue here. With a clock, its time as well. */
async function lock(
  transaction: Transaction<Database>,
  tenantId: string,
  id: string,
  clock?: RawBuilder<number>,
): Promise<StandingApprovalRow & { readonly now?: number }> {
  const locked = transaction
    .updateTable('standing_approvals')
    .set((eb) => ({ count_used: eb.ref('count_used') }))
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .returningAll()
  return (clock ? locked.returning(clock.as('now')) : locked).executeTakeFirstOrThrow()
}

/**
 * Another attempt of the same call. If it has acted, its claim replays it; without a claim, the call would act twice for one
 * share.
 */
async function joinShare(
  transaction: Transaction<Database>,
  row: StandingApprovalRow,
  earlier: StandingUseRow,
  request: StandingRequest,
  heldUntil: number | null,
): Promise<StandingUseRow | undefined> {
  if (earlier.standing_id !== row.id || earlier.arguments_hash !== request.argumentsHash) return undefined
  return transaction
    .updateTable('standing_uses')
    .set((eb) => ({
      holders: eb('holders', '+', 1),
      held_until: earlier.held_until === null ? null : Math.max(earlier.held_until, heldUntil ?? 0),
    }))
    .where('tenant_id', '=', earlier.tenant_id)
    .where('id', '=', earlier.id)
    .where('state', '<>', 'acted')
    .returningAll()
    .executeTakeFirst()
}

function grantOf(row: StandingApprovalRow, use: StandingUseRow): StandingGrant {
  return {
    approvalId: row.id,
    tenantId: row.tenant_id,
    shareId: use.id,
    by: { type: 'human', id: row.created_by, ...(row.created_via !== null && { via: row.created_via }) },
    approval: row.approval,
  }
}
