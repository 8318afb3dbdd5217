import { parseRetryAfter, type TransportResponse } from '@portico/core'
import { EventSinkError, type EventSinkErrorCode } from './event-sink-error.ts'

// These concern us or the receiver's state, not the event: a wrong credential must not turn the whole outbox into dead letters.
const ofTheReceiver: ReadonlySet<number> = new Set([401, 403, 404, 405, 407, 408, 421, 425, 429, 502, 503, 504])
// A mistaken answer must not hold events for days.
const longestWaitMs = 3_600_000

/** Undefined if the answer means that the event was kept. */
export function httpFailure(response: TransportResponse, shown: string, now: number): EventSinkError | undefined {
  const { status, headers } = response
  if (status >= 200 && status < 300) return undefined
  const retryAfterMs = parseRetryAfter(headers['retry-after'], now, longestWaitMs)
  return new EventSinkError(codeOf(status), `${shown} answered ${status}`, { retryAfterMs })
}

function codeOf(status: number): EventSinkErrorCode {
  if (ofTheReceiver.has(status) || status < 400) return 'unavailable'
  return status >= 500 ? 'failed' : 'refused'
}
