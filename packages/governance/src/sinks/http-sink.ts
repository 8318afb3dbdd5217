import {
  type Clock,
  isTransportError,
  locate,
  systemClock,
  type Transport,
  type TransportResponse,
  undiciTransport,
} from '@portico/core'
import { type EventMode, eventMessage, type PorticoEvent } from '@portico/events'
import type { DeliverySink } from './delivery-sink.ts'
import { EventSinkError, isEventSinkError } from './event-sink-error.ts'
import { httpFailure } from './http-failure.ts'

export interface HttpSinkOptions {
  /** Default: `http`. */
  readonly name?: string
  /** The only URL that is sent to: https, or http to a loopback literal. Redirects are not followed. */
  readonly url: string
  /** Default: `structured`. */
  readonly mode?: EventMode
  /**
   * Additional headers, such as `authorization`; requested for every attempt, so that a rotated secret needs no restart. If they
   * cannot be obtained, the event waits.
   */
  readonly headers?: () => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>
  /** Milliseconds per attempt. Default: 10,000. */
  readonly timeoutMs?: number
  /** Attempts within one delivery, including the first. Default: 3. */
  readonly attempts?: number
  /** Milliseconds before the second attempt, doubled for each further one, with full jitter. Default: 200. */
  readonly firstWaitMs?: number
  readonly transport?: Transport
  readonly clock?: Clock
}

const longestWaitMs = 5_000

/**
 * CloudEvents over HTTP, one event per request. A 2xx is the receiver's promise that it keeps the event. Throws for a URL that
 * may not be sent to.
 */
export function httpSink(options: HttpSinkOptions): DeliverySink & AsyncDisposable {
  // Checked once: nothing is ever sent anywhere else.
  const { origin, path } = locate(options.url)
  // A query string may hold a secret.
  const shown = origin + path.split('?', 1)[0]!
  const { name = 'http', mode = 'structured', timeoutMs = 10_000, attempts = 3, firstWaitMs = 200 } = options
  const transport = options.transport ?? undiciTransport({ connections: 16 })
  const clock = options.clock ?? systemClock

  async function furtherHeaders(): Promise<Readonly<Record<string, string>>> {
    try {
      return lowerCase(await options.headers?.())
    } catch (cause) {
      // Not the event's fault, and the error's text may contain the credentials used to fetch them.
      throw new EventSinkError('unavailable', `${shown}: its headers could not be obtained`, { cause })
    }
  }

  async function send(event: PorticoEvent, signal: AbortSignal): Promise<TransportResponse> {
    const { headers, body } = eventMessage(event, mode)
    const more = await furtherHeaders()
    // The event's own headers come last: nothing may override them.
    const all = { 'content-length': String(Buffer.byteLength(body)), ...more, ...headers }
    return transport.request({
      method: 'POST',
      origin,
      path,
      headers: all,
      body,
      timeoutMs,
      signal,
      maxBytes: 65_536,
      streamed: false,
    })
  }

  async function attempt(event: PorticoEvent, signal: AbortSignal): Promise<EventSinkError | undefined> {
    try {
      return httpFailure(await send(event, signal), shown, clock.now())
    } catch (cause) {
      signal.throwIfAborted()
      if (isEventSinkError(cause)) return cause
      if (!isTransportError(cause)) throw cause
      const code = cause.reason === 'too_large' || cause.reason === 'protocol' ? 'failed' : 'unavailable'
      return new EventSinkError(code, `${shown}: ${cause.message}`, { cause })
    }
  }

  return {
    name,
    async deliver(event, signal) {
      for (let sent = 1; ; sent++) {
        const failure = await attempt(event, signal)
        if (!failure) return
        const waitMs = failure.retryAfterMs ?? clock.random() * firstWaitMs * 2 ** (sent - 1)
        // Longer waits are left to the outbox, which keeps the event meanwhile.
        if (failure.code === 'refused' || sent >= attempts || waitMs > longestWaitMs) throw failure
        await clock.wait(waitMs, signal)
      }
    },
    close: () => transport.close(),
    [Symbol.asyncDispose]: () => transport.close(),
  }
}

function lowerCase(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}
