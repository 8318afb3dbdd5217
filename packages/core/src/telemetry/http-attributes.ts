import type { Method } from '../contract/wire.ts'
import type { TelemetryAttributes } from '../ports/telemetry.ts'

/**
 * The attributes of a client request in OpenTelemetry's semantic conventions. Credentials in the URL and the values in its query
 * are left out. https://opentelemetry.io/docs/specs/semconv/http/http-spans/, read 2026-11-23
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
    // Expected only if it is not zero.
    ...(resendCount > 0 && { 'http.request.resend_count': resendCount }),
  }
}

/** The same for the answer. A status of 400 or above is its own error type, unless the call ends with a better one. */
export function responseAttributes(status: number): TelemetryAttributes {
  return { 'http.response.status_code': status, ...(status >= 400 && { 'error.type': String(status) }) }
}

/** A URL that is safe to show: keeps the names of query parameters, drops their values, user, password and fragment. */
export function shownUrl(url: URL): string {
  const names = [...url.searchParams.keys()].map((name) => `${encodeURIComponent(name)}=REDACTED`)
  const user = url.username === '' && url.password === '' ? '' : 'REDACTED:REDACTED@'
  return `${url.protocol}//${user}${url.host}${url.pathname}${names.length === 0 ? '' : `?${names.join('&')}`}`
}

function defaultPort(url: URL): number {
  return url.protocol === 'http:' ? 80 : 443
}
