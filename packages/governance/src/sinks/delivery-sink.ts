import type { PorticoEvent } from '@portico/events'

/** A destination for the outbox's events. */
export interface DeliverySink {
  /** Identifies the sink; deliveries are recorded under it. */
  readonly name: string
  /**
   * Resolves when the event is stored durably. Rejects with an `EventSinkError`; any other error counts as `failed`. A
   * redelivered event is identical to the byte.
   */
  deliver(event: PorticoEvent, signal: AbortSignal): Promise<void>
  close(): Promise<void>
}
