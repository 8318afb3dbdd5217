/** Why something may not be published or accepted as an event. */
export type EventErrorCode =
  | 'too_large'
  /** Not a CloudEvent in binary or structured mode; a batch is neither. */
  | 'not_an_event'
  /** Claims to be an event, but can't be read. */
  | 'malformed'
  | 'unknown_type'
  /** Its schema has an unknown major version, or belongs to another event. */
  | 'unsupported_schema'
  | 'invalid_attributes'
  | 'invalid_data'

/** What is wrong with one field. Never contains values. */
export interface EventIssue {
  /** JSON Pointer into the data or, with `invalid_attributes`, to the attribute. */
  readonly path: string
  readonly message: string
}

const brand = Symbol.for('portico.event-error')

/** An event was refused, on creation or on receipt. The message contains none of its data. */
export class EventError extends Error {
  override readonly name = 'EventError'
  readonly code: EventErrorCode
  readonly issues: readonly EventIssue[]
  readonly [brand] = true

  constructor(code: EventErrorCode, message: string, issues: readonly EventIssue[] = []) {
    super(message)
    this.code = code
    this.issues = issues
  }
}

export function isEventError(error: unknown): error is EventError {
  return error instanceof Error && brand in error
}
