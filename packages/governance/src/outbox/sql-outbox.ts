import type { StoreContext } from '../store/context.ts'
import type { Outbox, OutboxOptions } from './outbox.ts'
import { publish } from './outbox-writes.ts'
import { prepareEvent, type PublishedEvent } from './prepared-event.ts'
import { sqlWaitingEvents } from './sql-waiting-events.ts'
import type { EventToKeep } from './keep-events.ts'

export interface SqlOutbox extends Outbox {
  /** An event as it is kept, for areas that write it in a transaction of their own. */
  toKeep(event: PublishedEvent): EventToKeep
}

export function sqlOutbox(context: Pick<StoreContext, 'connection' | 'commits' | 'now'>, options: OutboxOptions = {}): SqlOutbox {
  const { connection, commits, now } = context
  const sinks = options.sinks ?? ['default']
  const toKeep = (event: PublishedEvent): EventToKeep => ({ prepared: prepareEvent(event, options.source), sinks, at: now() })
  return {
    toKeep,
    publish: (event) => commits.write(publish, toKeep(event)),
    async backlog() {
      const { fn } = connection.db
      const rows = await connection.db
        .selectFrom('outbox')
        .select(['sink', fn.countAll<number>().as('events'), fn.min('published_at').as('oldestAt')])
        .groupBy('sink')
        .orderBy('sink')
        .execute()
      return rows
    },
    waiting: sqlWaitingEvents(context),
  }
}
