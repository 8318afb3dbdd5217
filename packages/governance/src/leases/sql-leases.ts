import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { type RawBuilder, sql } from 'kysely'
import type { StoreContext } from '../store/context.ts'
import { serverNow } from '../store/server-now.ts'

/** One process at a time. */
export interface Leases {
  /**
   * Runs once nobody else runs under this name. A dead holder is waited for until its lease ends, at most 15 s. The signal ends
   * the wait; `run` receives one that aborts when the lease is lost.
   */
  exclusively<T>(tenantId: string, name: string, run: (lost: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T>
}

const leaseMs = 15_000
const renewMs = 5_000
const firstPauseMs = 10
const longestPauseMs = 250

export function sqlLeases({ connection: { db, dialect } }: StoreContext): Leases {
  // The server's clock, since its clients' clocks may differ by more than a lease. SQLite's clients share a machine.
  const now: RawBuilder<number> =
    dialect === 'sqlite' ? sql<number>`cast(unixepoch('subsec') * 1000 as integer)` : sql.raw<number>(serverNow)

  /** Takes a lease that is free or already this holder's. */
  async function take(tenantId: string, name: string, holder: string): Promise<boolean> {
    const { rows } = await sql`insert into leases as held (tenant_id, name, holder, held_until)
      values (${tenantId}, ${name}, ${holder}, ${now} + ${leaseMs})
      on conflict (tenant_id, name) do update set holder = excluded.holder, held_until = excluded.held_until
        where held.held_until <= ${now} or held.holder = excluded.holder
      returning holder`.execute(db)
    return rows.length > 0
  }

  return {
    async exclusively(tenantId, name, run, signal) {
      const holder = randomUUID()
      for (let pauseMs = firstPauseMs; !(await take(tenantId, name, holder)); pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
        await wait(pauseMs * (0.5 + Math.random()), undefined, { signal })
      }
      const ending = new AbortController()
      const lost = new AbortController()
      const renewing = renew(() => take(tenantId, name, holder), ending.signal).catch((reason: unknown) => lost.abort(reason))
      try {
        return await run(lost.signal)
      } finally {
        ending.abort()
        await renewing
        await db
          .deleteFrom('leases')
          .where('tenant_id', '=', tenantId)
          .where('name', '=', name)
          .where('holder', '=', holder)
          .execute()
      }
    },
  }
}

/** Rejects if the lease could not be kept. */
async function renew(take: () => Promise<boolean>, ended: AbortSignal): Promise<void> {
  for (;;) {
    await wait(renewMs, undefined, { signal: ended, ref: false }).catch(() => undefined)
    if (ended.aborted) return
    if (!(await take())) throw new Error('the lease was lost: this process was suspended for longer than it lasts')
  }
}
