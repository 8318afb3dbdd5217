import type { Session, Value } from '../store/statement.ts'
import { entityOf } from './entity.ts'
import { insertDeadLetter, insertEvent } from './outbox-statements.ts'
import type { PreparedEvent } from './prepared-event.ts'

export interface EventToKeep {
  readonly prepared: PreparedEvent
  readonly sinks: readonly string[]
  /** Epoch milliseconds. */
  readonly at: number
}

/** Keeps events in the same transaction as whatever else it writes: an incident and its event are both stored, or neither. */
export async function keepEvents(session: Session, events: readonly EventToKeep[]): Promise<void> {
  await session.each(
    insertEvent,
    events.flatMap((event) => (event.prepared.invalid === undefined ? rowsOf(event) : [])),
  )
  await session.each(
    insertDeadLetter,
    events.flatMap((event) => {
      const { invalid } = event.prepared
      return invalid === undefined ? [] : rowsOf(event).map((row) => [...row, 'invalid', invalid, 0, event.at])
    }),
  )
}

function rowsOf({ prepared, sinks, at }: EventToKeep): Value[][] {
  const { tenantId, subject, id, type, event } = prepared
  return sinks.map((sink) => [sink, entityOf(tenantId, subject), tenantId, id, type, event, at])
}
