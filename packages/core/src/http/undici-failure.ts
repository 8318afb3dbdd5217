import { isMalformedAnswer } from './malformed-answer.ts'
import { isTransportError, TransportError, type TransportFailure } from './transport-error.ts'

/** What undici's error means, given whether the request had been handed to a connection. */
export function failureOf(error: Error, sent: boolean): TransportError {
  if (isTransportError(error)) return error
  return new TransportError(reasonOf(error, sent), sent, error.message, error)
}

function reasonOf(error: Error, sent: boolean): TransportFailure {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'UND_ERR_DESTROYED':
    case 'UND_ERR_CLOSED':
      return 'cancelled'
    case 'UND_ERR_INVALID_ARG':
    case 'UND_ERR_NOT_SUPPORTED':
    case 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH':
      return 'protocol'
    default:
      if (isMalformedAnswer(error)) return 'protocol'
      return sent ? 'interrupted' : 'connect'
  }
}
