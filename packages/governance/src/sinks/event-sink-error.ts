/** What became of an event that a sink did not take, and whose fault that is. */
export type EventSinkErrorCode =
  /** The sink will never take this event: it goes to the dead letters. */
  | 'refused'
  /** The sink failed on this event: it is tried again, some times. */
  | 'failed'
  /** The sink is away, busy, or will not talk to us: the event waits, for as long as it takes. */
  | 'unavailable'

const brand = Symbol.for('portico.event-sink-error')

/** An event was not taken. The message holds nothing of the event's data. */
export class EventSinkError extends Error {
  override readonly name = 'EventSinkError'
  readonly code: EventSinkErrorCode
  /** Milliseconds to wait before the next try, where the sink says so. */
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
