import { performance } from 'node:perf_hooks'
import type { Sending } from './sending.ts'
import { isTransportError } from '../http/transport-error.ts'
import type { TransportRequest, TransportResponse } from '../http/transport.ts'
import type { Telemetry, TelemetryAttributes } from '../ports/telemetry.ts'
import { requestAttributes, responseAttributes } from '../telemetry/http-attributes.ts'

/**
 * Hands a request to the transport. With telemetry it gets a span below the call's, and its duration is measured. A `named`
 * request goes to the operation's own route; any other URL was given by the vendor.
 */
export function observedRequest(sending: Sending, request: TransportRequest, named: boolean): Promise<TransportResponse> {
  const { telemetry, transport } = sending.binding
  const resendCount = sending.requests++
  return telemetry ? observe(sending, telemetry, request, { resendCount, named }) : transport.request(request)
}

async function observe(
  sending: Sending,
  telemetry: Telemetry,
  request: TransportRequest,
  { resendCount, named }: { readonly resendCount: number; readonly named: boolean },
): Promise<TransportResponse> {
  const { method, origin, path } = request
  const { binding, operation } = sending
  const { route } = operation.definition
  // A URL that the vendor gave has no template, and often grants access by itself. A path of ours may contain
  // a secret, such as a bot's token.
  const url = new URL(named ? origin + path : origin)
  const attributes = sending.redact(requestAttributes({ method, url, resendCount }))
  const span = telemetry.span?.(
    named ? route : method,
    named ? { ...attributes, 'url.template': route.slice(route.indexOf('/')) } : attributes,
    sending.span,
  )
  const started = performance.now()
  // A URL or a resend count among a metric's attributes would create a series for each value.
  const { 'url.full': _url, 'http.request.resend_count': _count, ...counted } = attributes
  const measure = (outcome: TelemetryAttributes): void =>
    binding.measure('http.client.request.duration', (performance.now() - started) / 1_000, sending, { ...counted, ...outcome })
  try {
    const response = await binding.transport.request(request)
    const { status } = response
    const answered = responseAttributes(status)
    measure(answered)
    span?.set(answered)
    span?.end(status >= 400 ? { ok: false, code: String(status) } : { ok: true })
    return response
  } catch (error) {
    const code = isTransportError(error) ? error.reason : '_OTHER'
    measure({ 'error.type': code })
    span?.end({ ok: false, code, ...(error instanceof Error && { message: sending.redact(error.message) }) })
    throw error
  }
}
