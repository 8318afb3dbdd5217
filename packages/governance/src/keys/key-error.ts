/** Why values can't be sealed or opened. */
export type KeyErrorCode =
  | 'no_keys'
  /** The text that holds the keys, or one of them, is malformed. */
  | 'malformed_keys'
  | 'command_failed'
  /** The value was sealed with a key that is not in the ring. */
  | 'unknown_key'
  /** The ring's key of that id is a different one, or the value was altered or belongs elsewhere. */
  | 'wrong_key'

const brand = Symbol.for('portico.key-error')

/** What is wrong with the keys, in one line with a hint. Never contains a key or a value. */
export class KeyError extends Error {
  override readonly name = 'KeyError'
  readonly code: KeyErrorCode
  readonly [brand] = true

  constructor(code: KeyErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
  }
}

export function isKeyError(error: unknown): error is KeyError {
  return error instanceof Error && brand in error
}
