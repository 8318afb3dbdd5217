import type { CoreEvent } from '@portico/core'
import { createEvent, type EventInput, isEventError, type PorticoEvent } from '@portico/events'

/** What may be published: a core event, any other event of the families, or a finished event. */
export type PublishedEvent = CoreEvent | EventInput | PorticoEvent

/**
 * An event as the outbox keeps it. One that its schema rejects is kept too, as a dead letter, so that its loss does not go
 * unnoticed.
 */
export type PreparedEvent = {
  readonly tenantId: string
  readonly subject: string
  readonly id: string
  readonly type: string
} & ({ readonly event: string; readonly invalid?: undefined } | { readonly event: string; readonly invalid: string })

export function prepareEvent(published: PublishedEvent, source: string | undefined): PreparedEvent {
  if (isMade(published)) {
    const { tenantid: tenantId, subject, id, type } = published
    return { tenantId, subject, id, type, event: JSON.stringify(published) }
  }
  const { tenantId, subject, id, type } = published
  try {
    const event = makeEvent(published as EventInput, source)
    return { tenantId, subject, id, type, event: JSON.stringify(event) }
  } catch (error) {
    if (!isEventError(error)) throw error
    return { tenantId, subject, id, type, event: JSON.stringify(published), invalid: error.message }
  }
}

/** Throws an `EventError`. */
export function makeEvent(input: EventInput, source: string | undefined): PorticoEvent {
  return createEvent(input, source === undefined ? {} : { source })
}

function isMade(published: PublishedEvent): published is PorticoEvent {
  return 'specversion' in published
}
