import type { InputIssue } from '../error/connector-error.ts'

/** Why a delivery was not accepted. */
export type WebhookErrorCode =
  /** The signature, or something it must cover, is missing. */
  | 'missing_signature'
  /** Signature, timestamp or body are not in the vendor's format, or a header is repeated. */
  | 'malformed'
  /** No known secret made this signature over these bytes. */
  | 'forged'
  /** Signed too long ago, or too far in the future. */
  | 'stale'
  /** Accepted before. */
  | 'replayed'
  /** No secret is currently valid, or the delivery names an unknown key. */
  | 'unknown_key'
  | 'unknown_event'
  | 'invalid_payload'
  | 'too_large'

/**
 * What to answer the vendor. A replay is answered like a success: the event was accepted, and anything else would make the vendor
 * resend it.
 */
const statuses: Readonly<Record<WebhookErrorCode, number>> = {
  missing_signature: 401,
  malformed: 400,
  forged: 401,
  stale: 401,
  replayed: 200,
  unknown_key: 401,
  unknown_event: 422,
  invalid_payload: 422,
  too_large: 413,
}

const brand = Symbol.for('portico.webhook-error')

/** A delivery was refused. The message contains no secret and nothing from the body, so it may be logged. */
export class WebhookError extends Error {
  override readonly name = 'WebhookError'
  readonly code: WebhookErrorCode
  /** The HTTP status to answer with. */
  readonly status: number
  /** With `invalid_payload`: the fields that differ from what the connector promises. */
  readonly issues: readonly InputIssue[]
  readonly [brand] = true

  constructor(code: WebhookErrorCode, message: string, issues: readonly InputIssue[] = []) {
    super(message)
    this.code = code
    this.status = statuses[code]
    this.issues = issues
  }
}

export function isWebhookError(error: unknown): error is WebhookError {
  return error instanceof Error && brand in error
}
