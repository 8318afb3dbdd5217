// A scheme may come from another copy of core in the same process.
const brand = Symbol.for('portico.authorization-error')

/**
 * - `unauthenticated`: the vendor, or the credential itself, says no. Trying again does not help.
 * - `unavailable`: the token endpoint gave no usable answer. Trying again later may help.
 * - `invalid_input`: the credential or the settings can't be used as they are; nothing was sent.
 */
export type AuthorizationFailure = 'unauthenticated' | 'unavailable' | 'invalid_input'

/** Why the connection could not be authorized. The message never holds a secret. */
export class AuthorizationError extends Error {
  override readonly name = 'AuthorizationError'
  readonly code: AuthorizationFailure
  /** True when only a person can fix it, by logging in again. */
  readonly loginNeeded: boolean
  /** Milliseconds to wait before asking again, when the vendor says so. */
  readonly retryAfterMs: number | undefined
  readonly [brand] = true

  constructor(
    code: AuthorizationFailure,
    message: string,
    details: { readonly loginNeeded?: boolean; readonly retryAfterMs?: number | undefined; readonly cause?: unknown } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.loginNeeded = details.loginNeeded ?? false
    this.retryAfterMs = details.retryAfterMs
  }
}

export function isAuthorizationError(error: unknown): error is AuthorizationError {
  return error instanceof Error && brand in error
}
