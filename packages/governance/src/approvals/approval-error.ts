/** Why a decision cannot be taken. */
export type ApprovalErrorCode =
  /** This tenant has no such approval. */
  | 'unknown'
  /** It was already decided, or it expired. */
  | 'not_pending'
  /** The decider is not a person, is the requester, or lacks the role. */
  | 'not_allowed'
  | 'invalid_input'
  /** The connector has changed since the call was requested. */
  | 'changed'
  /** The arguments hold something that cannot be stored, such as a file. */
  | 'not_storable'
  /** A stored value was altered, or no available key opens it. */
  | 'unreadable'
  /** The evidence could not be written, so the decision does not hold. */
  | 'unrecorded'

const brand = Symbol.for('portico.approval-error')

/** Why an approval was not requested, decided or created: one line with a hint, and nothing of the arguments. */
export class ApprovalError extends Error {
  override readonly name = 'ApprovalError'
  readonly code: ApprovalErrorCode
  readonly [brand] = true

  constructor(code: ApprovalErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
  }
}

export function isApprovalError(error: unknown): error is ApprovalError {
  return error instanceof Error && brand in error
}
