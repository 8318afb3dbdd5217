import { TransportError, type TransportFailure } from './transport-error.ts'

/** What undici's error means, given whether the request had been handed to a connection. */
export function failureOf(error: Error, sent: boolean): TransportError {
  if (error instanceof TransportError) return error
  const { code = '' } = error as NodeJS.ErrnoException
  return new TransportError(reasonOf(code, sent), sent, error.message, error)
}

function reasonOf(code: string, sent: boolean): TransportFailure {
  switch (code) {
    case 'UND_ERR_DESTROYED':
    case 'UND_ERR_CLOSED':
      return 'cancelled'
    case 'UND_ERR_INVALID_ARG':
    case 'UND_ERR_NOT_SUPPORTED':
    case 'UND_ERR_HEADERS_OVERFLOW':
    case 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH':
      return 'protocol'
    default:
      if (code.startsWith('HPE_')) return 'protocol'
      return sent ? 'interrupted' : 'connect'
  }
}
