import { type Intent, type Intents, lostAnswerMs } from '@portico/core'
import { sql } from 'kysely'
import type { StoreContext } from '../store/context.ts'

/** Intents that hold across processes and crashes: one that was never settled keeps its key, whoever is asked next. */
export function sqlIntents({ connection: { db }, now }: StoreContext): Intents {
  const opened = async (intent: Intent, key: string, always: boolean): Promise<string | undefined> => {
    const at = now()
    const row = { ...keyOf(intent), key, opened_at: at, settled_at: null }
    const put = await db
      .insertInto('intents')
      .values(row)
      .onConflict((conflict) => {
        const update = conflict.columns(['tenant_id', 'client', 'operation', 'arguments_hash']).doUpdateSet(row)
        // One that was settled a while ago is over: the same call is a new intent.
        return always ? update : update.where(sql.ref('intents.settled_at'), '<=', at - lostAnswerMs)
      })
      .returning('key')
      .executeTakeFirst()
    return put?.key
  }
  return {
    async open(intent, fresh) {
      for (;;) {
        const key = await opened(intent, fresh, false)
        if (key !== undefined) return key
        const held = await db
          .selectFrom('intents')
          .select('key')
          .where((row) => row.and(keyOf(intent)))
          .executeTakeFirst()
        // Forgotten in between: the next round opens it.
        if (held) return held.key
      }
    },
    async replace(intent, key) {
      await opened(intent, key, true)
    },
    async settle(intent, key) {
      await db
        .updateTable('intents')
        .set({ settled_at: now() })
        .where((row) => row.and({ ...keyOf(intent), key }))
        .execute()
    },
    async forget(intent, key) {
      await db
        .deleteFrom('intents')
        .where((row) => row.and({ ...keyOf(intent), key }))
        .execute()
    },
  }
}

function keyOf({ tenantId, client, operation, argumentsHash }: Intent) {
  return { tenant_id: tenantId, client, operation, arguments_hash: argumentsHash }
}
