/** Why a store can not be used. */
export type StoreErrorCode =
  /** The address names no store. */
  | 'address'
  /** It can't be reached, opened or written: a server that is down, a folder that is not there, a refused password. */
  | 'unreachable'
  /** The file is no store, or is damaged. */
  | 'corrupt'
  /** A newer version of this package wrote it. */
  | 'newer'
  /** Its schema is older than this package, and it was opened not to be migrated. */
  | 'older'
  /** PostgreSQL that is too old. */
  | 'unsupported'
  /** Its clock and the one of this machine differ by more than instances may. */
  | 'clock'
  /** A secret was to be kept, and there is nothing to encrypt it with. */
  | 'unencrypted'

const brand = Symbol.for('portico.store-error')

/** A store that can not be used, and what to do about it. Nothing was written to it. */
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
