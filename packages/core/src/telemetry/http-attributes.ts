import type { Method } from '../contract/wire.ts'
import type { TelemetryAttributes } from '../ports/telemetry.ts'

/**
 * What OpenTelemetry's semantic conventions want to know of a request that a client sends. Credentials in the URL and the values in
 * its query are left out. https://opentelemetry.io/docs/specs/semconv/http/http-spans/, read 2026-11-23
 */
export function requestAttributes(request: {
  readonly method: Method
  readonly url: URL
  /** 0 for the first attempt. */
  readonly resendCount: number
}): TelemetryAttributes {
  const { method, url, resendCount } = request
  return {
    'http.request.method': method,
    'server.address': url.hostname.replace(/^\[(.*)\]$/, '$1'),
    'server.port': url.port === '' ? defaultPort(url) : Number(url.port),
    'url.full': shownUrl(url),
    // Wanted only where it is not zero.
    ...(resendCount > 0 && { 'http.request.resend_count': resendCount }),
  }
}

/** The same for the answer. A status of 400 and above is an error of its own name, unless the call ends with a better one. */
export function responseAttributes(status: number): TelemetryAttributes {
  return { 'http.response.status_code': status, ...(status >= 400 && { 'error.type': String(status) }) }
}

/** A URL as it may be shown: names of query parameters stay, their values do not, nor does a user, a password or a fragment. */
export function shownUrl(url: URL): string {
  const names = [...url.searchParams.keys()].map((name) => `${encodeURIComponent(name)}=REDACTED`)
  const user = url.username === '' && url.password === '' ? '' : 'REDACTED:REDACTED@'
  return `${url.protocol}//${user}${url.host}${url.pathname}${names.length === 0 ? '' : `?${names.join('&')}`}`
}

function defaultPort(url: URL): number {
  return url.protocol === 'http:' ? 80 : 443
}
