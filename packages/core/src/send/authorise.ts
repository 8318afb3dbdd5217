import { signingAt } from '../auth/signing.ts'
import type { Sending } from './sending.ts'
import type { RenderedRequest } from '../call/render-request.ts'
import type { Applied, Token } from '../contract/scheme.ts'
import type { Method } from '../contract/wire.ts'
import { type Connection, declares, originFor } from '../client/connection.ts'
import { HostNotAllowed } from '../http/host-not-allowed.ts'
import { originOf } from '../http/host-pin.ts'
import { renderQuery } from '../http/query.ts'
import type { StreamedBody } from '../http/transport.ts'
import { beforeDeadline } from './before-deadline.ts'

/** A request as it goes on the wire, secrets included. It lives for one attempt. */
export interface AuthorisedRequest {
  readonly origin: string
  /** The origin's fixed path, such as `/api/v3`; empty for most. */
  readonly basePath: string
  readonly path: string
  readonly headers: Record<string, string>
  readonly body: string | Uint8Array | StreamedBody | undefined
  readonly token: Token | undefined
  /** Query parameters that hold credentials. */
  readonly secretQuery: readonly string[]
  /** The vendor redirected to another origin. */
  readonly elsewhere?: boolean
}

const noSecretQuery: readonly string[] = []

/** Adds the connection's credentials. Done afresh for every attempt: tokens change and signatures contain the time. */
export function authorise(
  sending: Sending,
  connection: Connection,
  rendered: RenderedRequest,
): AuthorisedRequest | Promise<AuthorisedRequest> {
  if (connection.tokens) {
    const token = connection.tokens.current(sending.options.signal)
    return token instanceof Promise
      ? beforeDeadline(sending, token, 'valid credentials').then((settled) => build(sending, connection, rendered, settled))
      : build(sending, connection, rendered, token)
  }
  return build(sending, connection, rendered, undefined)
}

function build(sending: Sending, connection: Connection, rendered: RenderedRequest, token: Token | undefined): AuthorisedRequest {
  const { vendor } = sending.binding
  const { origin, path: basePath } = originFor(connection, vendor, sending.operation.origin, token)
  const given = sending.operation.locate && vendorGiven(sending.operation.locate(sending.input), connection, origin)
  if (given && given.origin !== origin) return withoutCredentials(given, rendered)
  const applied: Applied | undefined = token ? connection.applyToken!(token) : connection.applied
  const headers: Record<string, string> = { ...withSettings(connection, rendered.headers), ...applied?.headers }
  const { body } = rendered
  if (body?.length !== undefined && typeof body.body === 'function') headers['content-length'] = String(body.length)
  let path = given?.path ?? basePath + rendered.path
  if (applied?.query) path += (path.includes('?') ? '&' : '?') + renderQuery(applied.query)
  if (connection.sign) {
    const content = body?.body
    const bytes = content === undefined || typeof content === 'function' ? undefined : toBytes(content)
    const wire = { method: rendered.method as Method, url: new URL(origin + path), headers, body: bytes }
    Object.assign(headers, connection.sign(wire, connection.credential, signingAt(sending.binding.clock.now())))
  }
  const secretQuery = applied?.query ? Object.keys(applied.query) : noSecretQuery
  return { origin, basePath, path, headers, body: body?.body, token, secretQuery }
}

/** The headers as this connection sends them: some of the vendor's depend on settings. */
export function withSettings(
  { headers: filled }: Pick<Connection, 'headers'>,
  headers: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  let all = headers
  // An operation that states the header itself takes precedence.
  for (const { name, stated, value } of filled) if (headers[name] === stated) all = { ...all, [name]: value }
  return all
}

/** A URL from the vendor must match a declared origin; it gets no credentials unless that is the operation's own. */
export function vendorGiven(url: string, connection: Connection, own: string): { origin: string; path: string } {
  if (!URL.canParse(url, own)) throw new HostNotAllowed('the URL that the vendor gave is not valid')
  const target = new URL(url, own)
  const origin = originOf(target.href)
  if (origin !== own && !declares(connection, origin)) {
    throw new HostNotAllowed(`the vendor gave a URL on ${origin}, which this connector does not declare`)
  }
  return { origin, path: target.pathname + target.search }
}

/** A URL on another origin grants access by itself, so our credentials stay here. The body is sent, the fixed headers are not. */
function withoutCredentials(given: { origin: string; path: string }, rendered: RenderedRequest): AuthorisedRequest {
  const { body } = rendered
  const headers: Record<string, string> = { accept: '*/*' }
  if (body?.contentType !== undefined) headers['content-type'] = body.contentType
  if (body?.length !== undefined) headers['content-length'] = String(body.length)
  return { ...given, basePath: '', headers, body: body?.body, token: undefined, secretQuery: noSecretQuery }
}

function toBytes(body: string | Uint8Array): Uint8Array {
  return typeof body === 'string' ? new TextEncoder().encode(body) : body
}
