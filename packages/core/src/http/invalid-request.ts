/** The request can't be rendered from this input. Core reports it as `invalid_input` of that field; where nothing was sent yet, `not_sent`. */
export class InvalidRequest extends Error {
  override readonly name = 'InvalidRequest'
  /** Dotted path of the field, for a whole body `body`. */
  readonly field: string

  constructor(field: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.field = field
  }
}
