import type { RunEvent } from './run-event.ts'

/** Carries events to where lineage is kept. */
export interface LineageTransport {
  /** Resolves when the event can no longer be lost. Rejects with a LineageDeliveryError. */
  send(event: RunEvent): Promise<void>
  close(): Promise<void>
}

/** An event that was not accepted. */
export class LineageDeliveryError extends Error {
  override readonly name = 'LineageDeliveryError'
  /** False where the same event would be refused again: the event is at fault, not the circumstances. */
  readonly retryable: boolean

  constructor(message: string, options: { readonly retryable: boolean; readonly cause?: unknown }) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.retryable = options.retryable
  }
}
