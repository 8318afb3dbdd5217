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
  /** The one URL that is sent to: https, or http to a loopback literal. Redirects are not followed. */
  readonly url: string
  /** Default: `structured`. */
  readonly mode?: EventMode
  /**
   * Further headers, such as `authorization`; asked at each sending, so that a rotated secret needs no restart. While they can not be had
   * the event waits.
   */
  readonly headers?: () => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>
  /** Milliseconds per sending. Default: 10 000. */
  readonly timeoutMs?: number
  /** Sendings within one delivery, the first one counted. Default: 3. */
  readonly attempts?: number
  /** Milliseconds before the second sending, doubled with each, with full jitter. Default: 200. */
  readonly firstWaitMs?: number
  readonly transport?: Transport
  readonly clock?: Clock
}

const longestWaitMs = 5_000

/** CloudEvents over HTTP, one event a request. A 2xx is the receiver's word that it keeps the event. Throws for a URL that may not be sent to. */
export function httpSink(options: HttpSinkOptions): DeliverySink {
  // Checked once: whatever comes later goes there or nowhere.
  const { origin, path } = locate(options.url)
  // A query may hold a secret.
  const shown = origin + path.split('?', 1)[0]!
  const { name = 'http', mode = 'structured', timeoutMs = 10_000, attempts = 3, firstWaitMs = 200 } = options
  const transport = options.transport ?? undiciTransport({ connections: 16 })
  const clock = options.clock ?? systemClock

  async function furtherHeaders(): Promise<Readonly<Record<string, string>>> {
    try {
      return lowerCase(await options.headers?.())
    } catch (cause) {
      // Not the event's fault, and its text may hold what it asked with.
      throw new EventSinkError('unavailable', `${shown}: its headers can not be had`, { cause })
    }
  }

  async function send(event: PorticoEvent, signal: AbortSignal): Promise<TransportResponse> {
    const { headers, body } = eventMessage(event, mode)
    const more = await furtherHeaders()
    // The event's own headers are last: nothing may stand in for them.
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
        // A longer wait is for whoever can keep the event meanwhile.
        if (failure.code === 'refused' || sent >= attempts || waitMs > longestWaitMs) throw failure
        await clock.wait(waitMs, signal)
      }
    },
    close: () => transport.close(),
  }
}

function lowerCase(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}
