import type { Sending } from './sending.ts'
import type { RenderedRequest } from '../call/render-request.ts'
import { type Connection, declares } from '../client/connection.ts'
import type { Answer } from '../contract/failure.ts'
import type { Method } from '../contract/wire.ts'
import { parseBody, parseFailureBody } from '../http/response-body.ts'
import { parseRetryAfter } from '../http/retry-after.ts'
import type { TransportResponse } from '../http/transport.ts'
import { UnexpectedBody } from '../http/unexpected-body.ts'
import { authorise, type AuthorisedRequest } from './authorise.ts'
import { type Classified, classifyAnswer } from './classify.ts'
import { observedRequest } from './observed-request.ts'
import { transportFailure } from './transport-failure.ts'

/** The outcome of one sending. */
export type AttemptOutcome =
  | {
      readonly kind: 'answered'
      readonly answer: Answer
      readonly response: TransportResponse
      readonly request: AuthorisedRequest
    }
  | {
      readonly kind: 'failed'
      readonly failure: Classified
      readonly status?: number
      readonly headers?: Answer['headers']
      /** It ran out of time, and had less than half the usual time: that says more about its caller than about the vendor. */
      readonly cutShort?: boolean
    }
  /** The vendor refused the token, and another one can be had. */
  | { readonly kind: 'token_refused' }

const defaultMaxBytes = 8 * 1_048_576
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])
const mostRedirects = 5

/** What stays the same across the redirects of one sending. */
interface Hopping {
  readonly sending: Sending
  readonly connection: Connection
  readonly method: Method
  readonly mayRefresh: boolean
  /** Milliseconds for each of its requests. */
  readonly timeoutMs: number
}

/** Sends once, to the end of the answer, and says what the answer means. */
export function attempt(
  sending: Sending,
  connection: Connection,
  rendered: RenderedRequest,
  mayRefresh: boolean,
): Promise<AttemptOutcome> {
  const authorised = authorise(sending, connection, rendered)
  return authorised instanceof Promise
    ? authorised.then((request) => begin(sending, connection, rendered, mayRefresh, request))
    : begin(sending, connection, rendered, mayRefresh, authorised)
}

function begin(
  sending: Sending,
  connection: Connection,
  rendered: RenderedRequest,
  mayRefresh: boolean,
  request: AuthorisedRequest,
): Promise<AttemptOutcome> {
  const method = rendered.method as Method
  const timeoutMs = Math.min(statedTimeoutMs(sending), sending.deadline - sending.binding.clock.now())
  return hop({ sending, connection, method, mayRefresh, timeoutMs }, request, 0)
}

function hop(hopping: Hopping, request: AuthorisedRequest, number: number): Promise<AttemptOutcome> {
  const { sending, method } = hopping
  // However often it is redirected, the call must end by its deadline: its claim counts as abandoned soon after.
  const timeoutMs = number === 0 ? hopping.timeoutMs : Math.min(hopping.timeoutMs, sending.deadline - sending.binding.clock.now())
  const { delivery, maxBytes, writes } = sending.operation
  const sent = {
    method,
    origin: request.origin,
    path: request.path,
    headers: request.headers,
    body: request.body,
    timeoutMs,
    signal: sending.options.signal,
    maxBytes: maxBytes ?? sending.binding.vendor.defaults.maxResponseBytes ?? defaultMaxBytes,
    streamed: delivery === 'bytes' || delivery === 'events',
  }
  const named = sending.operation.locate === undefined && !request.elsewhere
  return observedRequest(sending, sent, named).then(
    (response) => answeredBy(hopping, request, number, response),
    (error: unknown) => {
      const failure = transportFailure(error, writes, number > 0)
      return { kind: 'failed', failure, cutShort: failure.code === 'timeout' && timeoutMs < usualTimeoutMs(sending) / 2 }
    },
  )
}

function statedTimeoutMs({ binding, operation }: Sending): number {
  return binding.tune.timeoutMs ?? operation.definition.timeoutMs
}

/** The time of a sending whose caller sets none: connector or platform may give all attempts together less than one states. */
function usualTimeoutMs(sending: Sending): number {
  const { binding, operation } = sending
  return Math.min(statedTimeoutMs(sending), binding.tune.totalTimeoutMs ?? operation.definition.totalTimeoutMs)
}

function answeredBy(
  hopping: Hopping,
  request: AuthorisedRequest,
  number: number,
  response: TransportResponse,
): AttemptOutcome | Promise<AttemptOutcome> {
  const { sending, connection } = hopping
  const { status, headers } = response
  if (status < 300 || status > 399) return read(hopping, request, response)
  if (!redirects.has(status) || headers['location'] === undefined)
    return refusedRedirect(sending, `the vendor answered ${status} without a redirect to follow`, status, 'contract_violation')
  if (number === mostRedirects) return refusedRedirect(sending, `more than ${mostRedirects} redirects`, status)
  const next = redirectTarget(sending, connection, request, response)
  return 'refusal' in next ? next.refusal : hop(hopping, next, number + 1)
}

function read(hopping: Hopping, request: AuthorisedRequest, response: TransportResponse): AttemptOutcome {
  const { definition, delivery, writes } = hopping.sending.operation
  const { status, headers } = response
  if (status >= 400) return refused(hopping, request, { status, headers, body: parseFailureBody(response, definition.decode) })
  if (response.stream) return { kind: 'answered', answer: { status, headers, body: undefined }, response, request }
  let body: unknown
  try {
    body = parseBody(response, definition.decode)
  } catch (error) {
    if (!(error instanceof UnexpectedBody)) throw error
    const said: Answer = { status, headers, body: response.text }
    if (hopping.sending.binding.vendor.failures.failed?.(said)) return refused(hopping, request, said)
    // Nothing in the body is promised, so no promise is broken.
    if (delivery === 'nothing') return { kind: 'answered', answer: { status, headers, body: undefined }, response, request }
    const acted = error.reason === 'malformed' || requestIdOf(hopping.sending, headers) !== undefined
    const failure = {
      code: 'contract_violation',
      // An HTML page instead of the vendor's format, without the vendor's request id, may come from a gateway in front of it.
      commitState: !writes ? 'refused' : acted ? 'committed' : 'unknown',
      retryable: false,
      message: error.message,
      vendor: { status },
      cause: error,
    } as const
    return { kind: 'failed', failure, status, headers }
  }
  const answer: Answer = { status, headers, body }
  const { failures } = hopping.sending.binding.vendor
  return failures.failed?.(answer) ? refused(hopping, request, answer) : { kind: 'answered', answer, response, request }
}

function refused({ sending, connection, mayRefresh }: Hopping, { token }: AuthorisedRequest, answer: Answer): AttemptOutcome {
  const { status, headers } = answer
  if (status === 401 && mayRefresh && token && connection.tokens?.refused(token)) return { kind: 'token_refused' }
  const { failures } = sending.binding.vendor
  const failure = classifyAnswer(answer, failures, sending.operation.writes, requestIdOf(sending, headers))
  const after = parseRetryAfter(headers['retry-after'], sending.binding.clock.now())
  return { kind: 'failed', failure: { ...failure, retryAfterMs: after ?? failure.retryAfterMs }, status, headers }
}

function requestIdOf({ binding: { vendor } }: Sending, headers: Answer['headers']): string | undefined {
  return vendor.requestIdHeader === undefined ? undefined : headers[vendor.requestIdHeader]
}

/** The next request of a redirect, or why it is not followed. Same origin only: credentials go nowhere else. */
function redirectTarget(
  sending: Sending,
  connection: Connection,
  request: AuthorisedRequest,
  response: TransportResponse,
): AuthorisedRequest | { readonly refusal: AttemptOutcome } {
  const here = request.origin + request.path
  const { status } = response
  const location = response.headers['location']!
  if (!URL.canParse(location, here)) return { refusal: refusedRedirect(sending, 'the redirect has no valid location', status) }
  const target = new URL(location, here)
  const keepsMethod = status === 307 || status === 308
  if (sending.operation.writes && !keepsMethod && target.origin === request.origin) {
    // Following would turn the write into a read.
    const code = status === 301 ? 'conflict' : 'contract_violation'
    return { refusal: refusedRedirect(sending, `a write was redirected with ${status} to ${target.pathname}`, status, code) }
  }
  const path = target.pathname + target.search
  if (target.origin === request.origin) return { ...request, path }
  if (sending.operation.delivery === 'bytes' && !sending.operation.writes && declares(connection, target.origin)) {
    // A download may be on another of the vendor's origins. It is fetched without credentials.
    const bare = { headers: { accept: '*/*' }, body: undefined, token: undefined, secretQuery: [], elsewhere: true }
    return { origin: target.origin, basePath: '', path, ...bare }
  }
  return {
    refusal: refusedRedirect(
      sending,
      `the vendor redirects to ${target.origin}, an origin that this operation is not pinned to`,
      status,
    ),
  }
}

/**
 * RFC 9110, 15.4: with 301, 307 and 308 the resource is elsewhere, and nothing was done here. A 303, or a 302 as commonly used,
 * may follow an action and say where to see its result.
 */
const didNothing: ReadonlySet<number> = new Set([301, 307, 308])

function refusedRedirect(
  { operation }: Sending,
  message: string,
  status: number,
  code: 'host_not_allowed' | 'conflict' | 'contract_violation' = 'host_not_allowed',
): AttemptOutcome {
  const commitState = operation.writes && !didNothing.has(status) ? 'unknown' : 'refused'
  return { kind: 'failed', failure: { code, commitState, retryable: false, message, vendor: { status } }, status }
}
