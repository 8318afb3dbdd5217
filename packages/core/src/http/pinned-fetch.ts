import type { Method } from '../contract/wire.ts'
import { HostNotAllowed } from './host-not-allowed.ts'
import { originOf } from './host-pin.ts'
import type { Transport } from './transport.ts'

const tokenAnswerBytes = 1_048_576

/** `fetch` over the connection's transport, for token endpoints: it reaches the given origins and follows no redirect. */
export function pinnedFetch(
  transport: Transport,
  origins: readonly string[],
  timeoutMs: number,
): (url: string, init?: RequestInit) => Promise<Response> {
  return async (url, init = {}) => {
    const target = new URL(url)
    const origin = originOf(target.origin)
    if (!origins.includes(origin)) throw new HostNotAllowed(`${origin} is not a token endpoint of this connector`)
    const answer = await transport.request({
      method: (init.method ?? 'GET').toUpperCase() as Method,
      origin,
      path: target.pathname + target.search,
      headers: Object.fromEntries(new Headers(init.headers).entries()),
      body: formOf(init.body),
      timeoutMs,
      signal: init.signal ?? undefined,
      maxBytes: tokenAnswerBytes,
      streamed: false,
    })
    const bodyless = answer.status === 204 || answer.status === 304
    const response = new Response(bodyless ? null : answer.text, { status: answer.status, headers: answer.headers })
    Object.defineProperty(response, 'url', { value: url })
    return response
  }
}

/** OAuth sends forms and JSON; nothing else belongs in a token request. */
function formOf(body: RequestInit['body']): string | undefined {
  if (body === undefined || body === null) return undefined
  if (typeof body === 'string') return body
  if (body instanceof URLSearchParams) return body.toString()
  throw new TypeError('a token request carries a form or text')
}
