import { isMalformedAnswer } from './malformed-answer.ts'
import { isTransportError, TransportError, type TransportFailure } from './transport-error.ts'

/** Node's codes for failures that happen only before the first byte of a request. */
const beforeSending: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])

/** What a rejected `fetch`, or its interrupted body, means. Other runtimes give no codes: the request may have been sent. */
export function fetchFailureOf(error: unknown): TransportError {
  if (isTransportError(error)) return error
  const cause = (error as { cause?: unknown } | null)?.cause ?? error ?? {}
  if (isTransportError(cause)) return cause
  const { code = '', message = 'fetch failed' } = cause as { code?: string; message?: string }
  const sent = !beforeSending.has(code)
  return new TransportError(reasonOf(cause, code, sent), sent, message, error)
}

function reasonOf(cause: unknown, code: string, sent: boolean): TransportFailure {
  // zlib's codes start with a Z.
  if (code.startsWith('Z_') || isMalformedAnswer(cause)) return 'protocol'
  return sent ? 'interrupted' : 'connect'
}
