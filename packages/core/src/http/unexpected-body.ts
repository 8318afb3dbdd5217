/** An answer's body is not what the contract says. Core reports it as `contract_violation`. */
export class UnexpectedBody extends Error {
  override readonly name = 'UnexpectedBody'
  /** `content_type`: it declares another type. `malformed`: it is not what it declares. */
  readonly reason: 'content_type' | 'malformed'

  constructor(reason: 'content_type' | 'malformed', message: string) {
    super(message)
    this.reason = reason
  }
}
