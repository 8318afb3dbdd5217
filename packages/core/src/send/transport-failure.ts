import { HostNotAllowed } from '../http/host-not-allowed.ts'
import { InvalidRequest } from '../http/invalid-request.ts'
import { isTransportError } from '../http/transport-error.ts'
import type { Classified } from './classify.ts'

/** Why there is no answer, or no more of it, in our words. Rethrows anything but a `TransportError`. */
export function transportFailure(error: unknown, writes: boolean, redirected: boolean): Classified {
  if (error instanceof HostNotAllowed) {
    return { code: 'host_not_allowed', commitState: 'not_sent', retryable: false, message: error.message, cause: error }
  }
  if (!isTransportError(error)) throw error
  if (!error.sent && error.cause instanceof InvalidRequest) {
    // A file has changed since it was referenced: sending again would fail the same way.
    return { code: 'invalid_input', commitState: 'not_sent', retryable: false, message: error.cause.message, cause: error }
  }
  // A redirected request had left this process, and the vendor did nothing with it.
  const unsent = redirected ? 'refused' : 'not_sent'
  const commitState = !error.sent ? unsent : writes ? 'unknown' : 'refused'
  const base = { commitState, message: error.message, cause: error } as const
  switch (error.reason) {
    case 'connect':
    case 'interrupted':
      return { ...base, code: 'unavailable', retryable: true }
    case 'timeout':
      return { ...base, code: 'timeout', retryable: true }
    case 'cancelled':
      return { ...base, code: 'cancelled', retryable: false }
    case 'too_large':
      // The vendor answered, but whether with success we can't know: what it did stays unknown.
      return { ...base, code: 'contract_violation', retryable: false }
    case 'protocol':
      // An unsent request could not be written as HTTP: the caller's input is at fault, not the vendor's answer.
      return { ...base, code: error.sent ? 'contract_violation' : 'invalid_input', retryable: false }
    case 'not_allowed':
      return { ...base, code: 'host_not_allowed', retryable: false }
  }
}
