import * as oauth from 'oauth4webapi'
import type { TokenRequest } from '../../contract/scheme.ts'
import { askEndpoint } from '../ask-endpoint.ts'
import { EndpointRefusal } from '../endpoint-refusal.ts'
import { vendorDescription } from '../vendor-description.ts'
import { standardAnswer } from './standard-answer.ts'

/** How an OAuth endpoint is reached: the options that oauth4webapi's requests take. */
export interface Reach {
  readonly fetch: TokenRequest<unknown>['fetch']
  readonly signal: AbortSignal | undefined
}

export interface RequestOptions {
  [oauth.customFetch]: (
    url: string,
    init: oauth.CustomFetchOptions<'POST', URLSearchParams | string | undefined>,
  ) => Promise<Response>
  [oauth.allowInsecureRequests]: boolean
  signal?: AbortSignal
}

/** `url` has been checked: it is https, or a loopback literal. Throws `EndpointRefusal` for anything but a 2xx answer. */
export function requestOptions(url: URL, reach: Reach): RequestOptions {
  return {
    [oauth.allowInsecureRequests]: url.protocol === 'http:',
    [oauth.customFetch]: async (target, init) => {
      const { response, text, body } = await askEndpoint(reach.fetch, target, init as RequestInit)
      const refused = body !== undefined && typeof body.error === 'string' && body.access_token === undefined
      // GitHub and Zoho refuse with status 200.
      if (!response.ok || refused) {
        throw new EndpointRefusal(response, body?.error, vendorDescription(body?.error_description, secretsOf(init)))
      }
      // The library wants exactly 200, and some vendors answer 201, or 204 to a revocation.
      return body === undefined ? new Response(text, { headers: response.headers }) : Response.json(standardAnswer(body))
    },
    ...(reach.signal !== undefined && { signal: reach.signal }),
  }
}

const harmless = new Set(['grant_type', 'client_id', 'scope', 'redirect_uri', 'token_type_hint'])

/** What authenticates a request. */
function secretsOf(init: { readonly body: unknown; readonly headers: Readonly<Record<string, string>> }): string[] {
  const secrets = [...new URLSearchParams(String(init.body))].filter(([name]) => !harmless.has(name)).map(([, value]) => value)
  const basic = /^Basic (.+)$/.exec(init.headers.authorization ?? '')?.[1]
  if (basic === undefined) return secrets
  const password = Buffer.from(basic, 'base64')
    .toString('utf8')
    .replace(/^[^:]*:/, '')
  return [...secrets, basic, password, decodeURIComponent(password.replaceAll('+', ' '))]
}
