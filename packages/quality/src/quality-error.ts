/** Why no verdict can be given. None of these is ever taken for a pass. */
export type QualityErrorCode =
  /** No whole JSON document, or larger than is read. */
  | 'unreadable'
  /** A document of another kind, or one that lacks what a verdict stands on. */
  | 'not_understood'
  /** What it says at one place contradicts what it says at another. */
  | 'inconsistent'
  /** A suite that asks for what can't be evaluated: an unknown expectation, or arguments that it does not take. */
  | 'invalid_suite'
  /** The dataset is not there, or can't be read. */
  | 'dataset'

const brand = Symbol.for('portico.quality-error')

/** Data quality could not be judged. The message names the field, and holds no value of the data. */
export class QualityError extends Error {
  override readonly name = 'QualityError'
  readonly code: QualityErrorCode
  /** Where in the document it is, such as `results[3].success`; empty for the whole of it. */
  readonly path: string
  readonly [brand] = true

  constructor(code: QualityErrorCode, path: string, message: string, cause?: unknown) {
    super(path === '' ? message : `${path}: ${message}`, cause === undefined ? undefined : { cause })
    this.code = code
    this.path = path
  }
}

export function isQualityError(error: unknown): error is QualityError {
  return error instanceof Error && brand in error
}
