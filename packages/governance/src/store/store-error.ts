/** Why a store cannot be used. */
export type StoreErrorCode =
  /** The address names no kind of store. */
  | 'address'
  /** It cannot be reached, opened or written: the server is down, a folder is missing, the password is wrong. */
  | 'unreachable'
  /** The file is not a store, or is damaged. */
  | 'corrupt'
  /** A newer version of this package wrote it. */
  | 'newer'
  /** Its schema is older than this package, and migrating was turned off. */
  | 'older'
  /** The PostgreSQL version is too old. */
  | 'unsupported'
  /** Its clock and this machine's differ by more than instances may. */
  | 'clock'
  /** A secret had to be stored, and there is no cipher to encrypt it. */
  | 'unencrypted'

const brand = Symbol.for('portico.store-error')

/** A store that cannot be used, and what to do about it. Nothing was written to it. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  readonly code: StoreErrorCode
  /** The store, without its password. */
  readonly store: string
  readonly problem: string
  readonly hint: string
  readonly [brand] = true

  constructor(code: StoreErrorCode, store: string, problem: string, hint: string, cause?: unknown) {
    super(`the store ${store} ${problem}: ${hint}`, cause === undefined ? undefined : { cause })
    this.code = code
    this.store = store
    this.problem = problem
    this.hint = hint
  }
}

export function isStoreError(error: unknown): error is StoreError {
  return error instanceof Error && brand in error
}
