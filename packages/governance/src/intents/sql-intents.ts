import { type Intent, intentKeptMs, type Intents, lostAnswerMs } from '@portico/core'
import { type RawBuilder, sql } from 'kysely'
import type { StoreContext } from '../store/context.ts'
import { serverNow } from '../store/server-now.ts'
import { callerText } from './caller-text.ts'

/** Intents that hold across processes and crashes: an unsettled one keeps its key, whichever instance is asked next. */
export function sqlIntents({ connection: { db }, now, byServerClock }: StoreContext): Intents {
  /** A fast clock must not make an instance forget an intent under way: the same write would be made twice. */
  const clock = (): RawBuilder<number> => (byServerClock ? sql.raw<number>(serverNow) : sql<number>`cast(${now()} as bigint)`)
  const opened = async (intent: Intent, key: string, always: boolean): Promise<string | undefined> => {
    const at = clock()
    await db
      .deleteFrom('intents')
      .where('opened_at', '<=', sql<number>`${at} - ${intentKeptMs}`)
      .execute()
    const row = { ...keyOf(intent), key, opened_at: at, settled_at: null, joined_at: null }
    const put = await db
      .insertInto('intents')
      .values(row)
      .onConflict((conflict) => {
        const update = conflict.columns(['tenant_id', 'client', 'caller', 'operation', 'arguments_hash']).doUpdateSet(row)
        // A settled intent is over after a while: the same call is then a new one.
        return always
          ? update.where(sql.ref('intents.key'), '!=', key)
          : update.where(sql.ref('intents.settled_at'), '<=', sql`${at} - ${lostAnswerMs}`)
      })
      .returning('key')
      .executeTakeFirst()
    return put?.key
  }
  /** The key of the open intent, marked as given to more than the call that opened it. */
  const joined = async (intent: Intent): Promise<string | undefined> => {
    const held = await db
      .updateTable('intents')
      .set({ joined_at: clock() })
      .where((row) => row.and(keyOf(intent)))
      .returning('key')
      .executeTakeFirst()
    return held?.key
  }
  return {
    async open(intent, fresh) {
      for (;;) {
        // Forgotten in between: the next round opens it.
        const key = (await opened(intent, fresh, false)) ?? (await joined(intent))
        if (key !== undefined) return key
      }
    },
    async replace(intent, key) {
      if ((await opened(intent, key, true)) === undefined) await joined(intent)
    },
    async settle(intent, key) {
      await db
        .updateTable('intents')
        .set({ settled_at: clock() })
        .where((row) => row.and({ ...keyOf(intent), key }))
        .execute()
    },
    async forget(intent, key) {
      await db
        .deleteFrom('intents')
        .where((row) => row.and({ ...keyOf(intent), key }))
        .where('joined_at', 'is', null)
        .execute()
    },
  }
}

function keyOf(intent: Intent) {
  const { tenantId, client, operation, argumentsHash } = intent
  return { tenant_id: tenantId, client, caller: callerText(intent), operation, arguments_hash: argumentsHash }
}
