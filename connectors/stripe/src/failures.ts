import type { Answer, CodeMeaning, Failure, Failures } from '@portico/core/contract'

/**
 * The codes that these operations meet, and two error types without one. Source: https://docs.stripe.com/error-codes,
 * /error-low-level, /rate-limits; the code unions of stripe-node 23.1.0; 2026-11-24.
 */
const codes = {
  api_error: 'unavailable',
  // The key was used with other parameters.
  idempotency_error: 'idempotency_conflict',
  // A request under this key is still running there: its outcome is unknown, and asking again is safe.
  idempotency_key_in_use: { code: 'in_progress', commitState: 'unknown', retryable: true },
  rate_limit: 'rate_limited',
  // Another request holds the object. Nothing ran, so the key holds no result and the call may be sent again.
  lock_timeout: { code: 'rate_limited', commitState: 'refused', retryable: true },

  api_key_expired: 'unauthenticated',
  platform_api_key_expired: 'unauthenticated',
  secret_key_required: 'unauthenticated',
  account_invalid: 'forbidden',
  livemode_mismatch: 'rejected',
  resource_missing: 'not_found',
  resource_already_exists: 'conflict',

  parameter_invalid_empty: 'rejected',
  parameter_invalid_integer: 'rejected',
  parameter_invalid_string_blank: 'rejected',
  parameter_invalid_string_empty: 'rejected',
  parameter_missing: 'rejected',
  parameter_unknown: 'rejected',
  parameters_exclusive: 'rejected',
  email_invalid: 'rejected',
  url_invalid: 'rejected',
  amount_too_large: 'rejected',
  amount_too_small: 'rejected',

  // Of type card_error, with status 402. The key keeps this answer: another attempt needs another key, and so another call.
  card_error: 'rejected',
  card_declined: 'rejected',
  card_decline_rate_limit_exceeded: 'rejected',
  authentication_required: 'rejected',
  expired_card: 'rejected',
  incorrect_cvc: 'rejected',
  incorrect_number: 'rejected',
  insufficient_funds: 'rejected',
  invalid_expiry_month: 'rejected',
  invalid_expiry_year: 'rejected',
  processing_error: 'rejected',

  balance_insufficient: 'rejected',
  charge_already_captured: 'conflict',
  charge_already_refunded: 'conflict',
  charge_disputed: 'conflict',
  charge_expired_for_capture: 'conflict',
  charge_not_refundable: 'conflict',
  refund_disputed_payment: 'conflict',
  payment_intent_authentication_failure: 'rejected',
  payment_intent_incompatible_payment_method: 'rejected',
  payment_intent_unexpected_state: 'conflict',
  payment_method_unexpected_state: 'conflict',

  customer_max_subscriptions: 'rejected',
  invoice_no_customer_line_items: 'rejected',
  invoice_not_editable: 'conflict',
  product_inactive: 'conflict',
} as const satisfies Readonly<Record<string, CodeMeaning>>

function read({ headers, body }: Answer): Failure {
  const error = body?.error
  // Every plain refusal has this type, so its status says more; for the others, only the type says what they are.
  const type = error?.type === 'invalid_request_error' ? undefined : error?.type
  return {
    code: error?.code ?? type,
    message: error?.message,
    requestId: headers['request-id'],
    retryable: advice.get(headers['stripe-should-retry']),
  }
}

// Stripe knows whether a key holds a stored result: if it says so, that overrides the status.
const advice: ReadonlyMap<string | undefined, boolean> = new Map([
  ['true', true],
  ['false', false],
])

export const failures: Failures<keyof typeof codes> = { read, codes }
