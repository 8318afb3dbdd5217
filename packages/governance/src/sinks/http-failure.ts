import { parseRetryAfter, type TransportResponse } from '@portico/core'
import { EventSinkError, type EventSinkErrorCode } from './event-sink-error.ts'

// What speaks of us or of the receiver's state, not of the event: a wrong credential must not empty the outbox into the dead letters.
const ofTheReceiver: ReadonlySet<number> = new Set([401, 403, 404, 405, 407, 408, 421, 425, 429, 502, 503, 504])
// A mistaken answer does not hold events for days.
const longestWaitMs = 3_600_000

/** Undefined for an answer that means the event is kept. */
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
