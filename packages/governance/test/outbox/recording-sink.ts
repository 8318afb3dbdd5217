import type { PorticoEvent } from '@portico/events'
import type { DeliverySink } from '@portico/governance'

export interface RecordingSink extends DeliverySink {
  readonly events: readonly PorticoEvent[]
  /** Ids in the order of delivery, by tenant and subject. */
  order(): Map<string, string[]>
}

/** Keeps what it is given, unless `fail` throws. */
export function recordingSink(
  fail: (event: PorticoEvent) => void | Promise<void> = () => undefined,
  name = 'default',
): RecordingSink {
  const events: PorticoEvent[] = []
  return {
    name,
    events,
    async deliver(event) {
      await fail(event)
      events.push(event)
    },
    order: () =>
      events.reduce(
        (order, { tenantid, subject, id }) =>
          order.set(`${tenantid}/${subject}`, [...(order.get(`${tenantid}/${subject}`) ?? []), id]),
        new Map<string, string[]>(),
      ),
    close: async () => {},
  }
}
