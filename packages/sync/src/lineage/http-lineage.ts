import { type Clock, systemClock } from '@portico/core'
import { LineageDeliveryError, type LineageTransport } from './lineage-transport.ts'
import type { RunEvent } from './run-event.ts'

export interface HttpLineageOptions {
  /** The full URL that events are posted to: `https://marquez.acme.example/api/v1/lineage`. Without TLS only on this machine. */
  readonly url: string
  /** Sent as a bearer token. */
  readonly token?: string
  /** Milliseconds per attempt. Default: 5,000. */
  readonly timeoutMs?: number
  /** Default: 4. */
  readonly attempts?: number
  /** Milliseconds before the second attempt; doubled for each further one, up to 30 s. Default: 250. */
  readonly firstWaitMs?: number
  readonly clock?: Pick<Clock, 'wait' | 'random' | 'now'>
}

const longestWaitMs = 30_000

/**
 * Posts each event, and retries while the receiver is busy or unreachable. That is safe: receivers treat a repeated event as the
 * same one.
 */
export function httpLineage(options: HttpLineageOptions): LineageTransport {
  const { token, timeoutMs = 5_000, attempts = 4, firstWaitMs = 250, clock = systemClock } = options
  const url = checkedUrl(options.url)
  const headers = {
    'content-type': 'application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  }
  const closing = new AbortController()

  /** Undefined when the event was accepted. */
  async function attempt(body: string): Promise<Refusal | undefined> {
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(timeoutMs)])
    try {
      const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'error' })
      await response.body?.cancel()
      if (response.ok) return undefined
      const { status } = response
      const passing = isPassing(status)
      return {
        error: new LineageDeliveryError(`${url.host} answered ${status} to a lineage event`, {
          retryable: passing || isOfTheConnection(status),
        }),
        passing,
        waitMs: retryAfterMs(response.headers.get('retry-after'), clock.now()),
      }
    } catch (cause) {
      const error = new LineageDeliveryError(`${url.host} could not be reached with a lineage event`, { retryable: true, cause })
      return { error, passing: !closing.signal.aborted, waitMs: undefined }
    }
  }

  return {
    async send(event: RunEvent) {
      const body = JSON.stringify(event)
      for (let made = 1; ; made++) {
        const refusal = await attempt(body)
        if (!refusal) return
        if (!refusal.passing || made >= attempts) throw refusal.error
        const doubled = Math.min(longestWaitMs, firstWaitMs * 2 ** (made - 1))
        try {
          await clock.wait(refusal.waitMs ?? doubled * (0.5 + clock.random() / 2), closing.signal)
        } catch {
          // Closed during the wait: the last failure is the reason to report.
          throw refusal.error
        }
      }
    },
    async close() {
      closing.abort()
    },
  }
}

interface Refusal {
  readonly error: LineageDeliveryError
  /** Whether another attempt now may help. */
  readonly passing: boolean
  readonly waitMs: number | undefined
}

function isPassing(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500
}

/** A person fixes a wrong token or path, and then the same event is accepted. */
function isOfTheConnection(status: number): boolean {
  return status === 401 || status === 403 || status === 404
}

function checkedUrl(text: string): URL {
  const url = new URL(text)
  const loopback = ['127.0.0.1', '[::1]'].includes(url.hostname)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback)) {
    throw new TypeError(
      `lineage url: ${url.protocol}//${url.host} is not https; without TLS events go to 127.0.0.1 or [::1] only`,
    )
  }
  if (url.username !== '' || url.password !== '')
    throw new TypeError('lineage url: credentials in it would be logged; give token')
  return url
}

/** Seconds or a date (RFC 9110, 10.2.3), never longer than the longest wait. */
function retryAfterMs(value: string | null, now: number): number | undefined {
  if (value === null) return undefined
  const ms = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - now
  return Number.isNaN(ms) ? undefined : Math.min(longestWaitMs, Math.max(0, ms))
}
