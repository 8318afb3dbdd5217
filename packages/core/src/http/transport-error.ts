/**
 * - `connect`: no connection could be made (name, refusal, TLS, proxy).
 * - `timeout`, `cancelled`: we ended it.
 * - `interrupted`: the connection broke, or the request's own body could not be read to its end (see `cause`).
 * - `too_large`: the answer is over its limit.
 * - `protocol`: the request or the answer is not valid HTTP.
 * - `not_allowed`: this transport refuses to send there.
 */
export type TransportFailure = 'connect' | 'timeout' | 'cancelled' | 'interrupted' | 'too_large' | 'protocol' | 'not_allowed'

const brand = Symbol.for('portico.transport-error')

/** Why there is no answer. For transports: callers see a `ConnectorError`. */
export class TransportError extends Error {
  override readonly name = 'TransportError'
  readonly reason: TransportFailure
  /** False only when it is certain that no byte of the request left this process for the vendor. */
  readonly sent: boolean
  readonly [brand] = true

  constructor(reason: TransportFailure, sent: boolean, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.reason = reason
    this.sent = sent
  }
}

/** Matches by brand: a transport may use a different copy of core than the call. */
export function isTransportError(error: unknown): error is TransportError {
  return error instanceof Error && brand in error
}
