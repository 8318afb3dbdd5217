import type { EventInput, PorticoEvent } from '@portico/events'
import type { Kysely } from 'kysely'
import type { StoreContext } from '../store/context.ts'
import type { Database } from '../store/database.ts'
import { makeEvent, type PublishedEvent } from './prepared-event.ts'

/** An event that delivery gave up on, and why. */
export interface DeadLetter {
  readonly tenantId: string
  readonly sink: string
  readonly eventId: string
  readonly type: string
  /** `invalid`: its schema rejected it; `refused`: the sink did; `failed`: the sink failed on it too often. */
  readonly code: 'invalid' | 'refused' | 'failed'
  readonly reason: string
  readonly attempts: number
  /** Epoch milliseconds. */
  readonly publishedAt: number
  readonly deadAt: number
  /** The structured CloudEvent, or the input for it. */
  readonly event: PorticoEvent | PublishedEvent
}

/** Events that delivery gave up on, until somebody retries them. */
export interface DeadLetters {
  /** The newest first. */
  list(query: { readonly tenantId: string; readonly sink?: string; readonly limit?: number }): Promise<readonly DeadLetter[]>
  /**
   * Puts one back at the end of its entity's queue; false if there is no such letter. Later events of its entity may have been
   * delivered already. Throws an `EventError` if its schema still rejects it.
   */
  retry(letter: { readonly tenantId: string; readonly sink: string; readonly eventId: string }): Promise<boolean>
}

export function sqlDeadLetters({ connection: { db }, now }: StoreContext, source: string | undefined): DeadLetters {
  return {
    async list({ tenantId, sink, limit = 100 }) {
      const rows = await db
        .selectFrom('dead_letters')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .$if(sink !== undefined, (query) => query.where('sink', '=', sink!))
        .orderBy('dead_at', 'desc')
        .orderBy('event_id')
        .limit(limit)
        .execute()
      return rows.map((row) => ({
        tenantId: row.tenant_id,
        sink: row.sink,
        eventId: row.event_id,
        type: row.type,
        code: row.code,
        reason: row.reason,
        attempts: row.attempts,
        publishedAt: row.published_at,
        deadAt: row.dead_at,
        event: JSON.parse(row.event) as DeadLetter['event'],
      }))
    },
    retry: ({ tenantId, sink, eventId }) =>
      db.transaction().execute(async (transaction) => {
        const row = await takeLetter(transaction, tenantId, sink, eventId)
        if (!row) return false
        const { code, event, entity, type } = row
        const put = code === 'invalid' ? JSON.stringify(makeEvent(JSON.parse(event) as EventInput, source)) : event
        await transaction
          .insertInto('outbox')
          .values({ sink, entity, tenant_id: tenantId, event_id: eventId, type, event: put, published_at: now() })
          .onConflict((conflict) => conflict.columns(['tenant_id', 'sink', 'event_id']).doNothing())
          .execute()
        return true
      }),
  }
}

function takeLetter(db: Kysely<Database>, tenantId: string, sink: string, eventId: string) {
  return db
    .deleteFrom('dead_letters')
    .where('tenant_id', '=', tenantId)
    .where('sink', '=', sink)
    .where('event_id', '=', eventId)
    .returning(['code', 'event', 'entity', 'type'])
    .executeTakeFirst()
}
