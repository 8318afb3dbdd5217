/** Why no verdict can be given. None of these ever counts as a pass. */
export type QualityErrorCode =
  /** An incomplete JSON document, or one over the size limit. */
  | 'unreadable'
  /** A document of another kind, or one without the fields that a verdict depends on. */
  | 'not_understood'
  /** The document contradicts itself. */
  | 'inconsistent'
  /** A suite that can't be evaluated: it has an unknown expectation, or arguments that an expectation does not take. */
  | 'invalid_suite'
  /** The dataset does not exist, or can't be read. */
  | 'dataset'

const brand = Symbol.for('portico.quality-error')

/** Data quality could not be judged. The message names the field, without values of the data. */
export class QualityError extends Error {
  override readonly name = 'QualityError'
  readonly code: QualityErrorCode
  /** Path in the document, such as `results[3].success`; empty for all of it. */
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
