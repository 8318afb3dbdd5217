/** Why values can't be sealed or opened. */
export type KeyErrorCode =
  | 'no_keys'
  /** The text that holds the keys, or one of them, is not what it should be. */
  | 'malformed_keys'
  | 'command_failed'
  /** The value was sealed with a key that is not in the ring. */
  | 'unknown_key'
  /** The key of that id is another one, or the value was altered or is another one's. */
  | 'wrong_key'

const brand = Symbol.for('portico.key-error')

/** What is wrong with the keys, in one line with its hint. Neither a key nor a value is ever in it. */
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
