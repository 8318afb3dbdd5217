/** Why something is not an event that may be published or taken. */
export type EventErrorCode =
  | 'too_large'
  /** No CloudEvent in binary or structured mode; a batch is neither. */
  | 'not_an_event'
  /** It says that it is an event, but can't be read. */
  | 'malformed'
  | 'unknown_type'
  /** Its schema has a major version that is not known here, or is another event's schema. */
  | 'unsupported_schema'
  | 'invalid_attributes'
  | 'invalid_data'

/** What is wrong with one field. Values are never in it. */
export interface EventIssue {
  /** JSON Pointer: into the data, or with `invalid_attributes` to the attribute. */
  readonly path: string
  readonly message: string
}

const brand = Symbol.for('portico.event-error')

/** An event that was refused, when it was made or when it came. The message holds nothing of its data. */
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
