/**
 * The request can't be rendered from this input. Core reports it as `invalid_input` for that field; `not_sent` if nothing was
 * sent yet.
 */
export class InvalidRequest extends Error {
  override readonly name = 'InvalidRequest'
  /** Dotted path of the field; `body` for a whole body. */
  readonly field: string

  constructor(field: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.field = field
  }
}
