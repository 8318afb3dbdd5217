import type { PorticoEvent } from '@portico/events'

/** Where the outbox delivers events to. */
export interface DeliverySink {
  /** Tells it from the other sinks; what was delivered is noted under it. */
  readonly name: string
  /**
   * Resolves when the event is kept there for good. Rejects with an `EventSinkError`; any other error counts as `failed`. An event
   * that is delivered again is the same in every byte.
   */
  deliver(event: PorticoEvent, signal: AbortSignal): Promise<void>
  close(): Promise<void>
}
