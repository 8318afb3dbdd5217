/** Why a sink did not take an event, and whose fault it is. */
export type EventSinkErrorCode =
  /** The sink will never take this event: it becomes a dead letter. */
  | 'refused'
  /** The sink failed on this event: it is retried a limited number of times. */
  | 'failed'
  /** The sink is down, busy, or rejects us: the event waits, for as long as it takes. */
  | 'unavailable'

const brand = Symbol.for('portico.event-sink-error')

/** An event was not taken. The message contains nothing of the event's data. */
export class EventSinkError extends Error {
  override readonly name = 'EventSinkError'
  readonly code: EventSinkErrorCode
  /** Milliseconds to wait before the next try, if the sink says so. */
  readonly retryAfterMs: number | undefined
  readonly [brand] = true

  constructor(
    code: EventSinkErrorCode,
    message: string,
    options: { readonly retryAfterMs?: number | undefined; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.retryAfterMs = options.retryAfterMs
  }
}

export function isEventSinkError(error: unknown): error is EventSinkError {
  return error instanceof Error && brand in error
}
