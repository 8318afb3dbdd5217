/** Why a decision can not be taken. */
export type ApprovalErrorCode =
  /** There is no such approval of this tenant. */
  | 'unknown'
  /** Somebody decided it before, or it expired. */
  | 'not_pending'
  /** Whoever decides is no person, is the one who asked, or lacks the role. */
  | 'not_allowed'
  | 'invalid_input'
  /** The connector has changed since the call was asked for. */
  | 'changed'
  /** The arguments hold what can't be stored, such as a file. */
  | 'not_storable'
  /** A stored value does not open with the keys that there are, or was altered. */
  | 'unreadable'
  /** The evidence could not be written: the decision does not hold. */
  | 'unrecorded'

const brand = Symbol.for('portico.approval-error')

/** Why an approval was not asked for, decided or made. One line with its hint; nothing of the arguments is in it. */
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
