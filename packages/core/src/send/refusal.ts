import { isAuthorizationError } from '../auth/authorization-error.ts'
import { ConnectionProblem } from '../client/connection.ts'
import type { Code } from '../contract/failure.ts'
import type { InputIssue } from '../error/connector-error.ts'
import { HostNotAllowed } from '../http/host-not-allowed.ts'
import { InvalidRequest } from '../http/invalid-request.ts'

export interface Refusal {
  readonly code: Code
  readonly message: string
  readonly retryable: boolean
  readonly retryAfterMs?: number | undefined
  readonly issues?: readonly InputIssue[]
  readonly cause?: unknown
}

/** Why a request could not be made, in the error's own words; undefined for any other fault. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (isAuthorizationError(error)) {
    const { code, message, retryAfterMs } = error
    return { code, message, retryable: code === 'unavailable', retryAfterMs, cause: error }
  }
  if (error instanceof ConnectionProblem) return { code: error.code, message: error.message, retryable: false }
  if (error instanceof HostNotAllowed) return { code: 'host_not_allowed', message: error.message, retryable: false }
  if (error instanceof InvalidRequest) {
    const issues = [{ path: error.field, message: error.message }]
    return { code: 'invalid_input', message: `${error.field}: ${error.message}`, retryable: false, issues }
  }
  return undefined
}
