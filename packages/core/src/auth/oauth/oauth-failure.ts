import { AuthorizationError } from '../authorization-error.ts'
import { EndpointRefusal } from '../endpoint-refusal.ts'

/** The facts of the token request that decide what a refusal means. */
export type Grant = 'client' | 'login' | 'assertion'

const passing = new Set(['temporarily_unavailable', 'server_error', 'slow_down'])
const refusedClient = new Set(['invalid_client', 'unauthorized_client'])

/** Says what a failure at an OAuth endpoint means. Anything else is returned unchanged. */
export function oauthFailure(error: unknown, url: URL, grant: Grant, loginAgainCodes: readonly string[] = []): unknown {
  if (error instanceof EndpointRefusal) return refusalMeaning(error, url, grant, loginAgainCodes)
  // The library's errors hold the whole answer as their cause: tokens must not travel in an error.
  const code = (error as { readonly code?: unknown } | null)?.code
  if (typeof code === 'string' && code.startsWith('OAUTH_')) {
    return new AuthorizationError(
      'unavailable',
      `${url.host} gave an answer that is not valid OAuth (${code.slice('OAUTH_'.length).toLowerCase()})`,
    )
  }
  return error
}

function refusalMeaning(
  { status, reason, words, retryAfterMs }: EndpointRefusal,
  url: URL,
  grant: Grant,
  loginAgainCodes: readonly string[],
): AuthorizationError {
  const said = `${url.host} answered ${words}`
  if (status === 408 || status === 429 || status >= 500 || (reason !== undefined && passing.has(reason))) {
    return new AuthorizationError('unavailable', said, { retryAfterMs })
  }
  if (reason === 'invalid_grant' || (reason !== undefined && loginAgainCodes.includes(reason))) {
    if (grant === 'login')
      return new AuthorizationError('unauthenticated', `${said}: the login is over, log in again`, { loginNeeded: true })
    return new AuthorizationError(
      'unauthenticated',
      grant === 'assertion' ? `${said}: check issuer, subject and private key` : said,
    )
  }
  if (reason !== undefined && refusedClient.has(reason)) {
    return new AuthorizationError('unauthenticated', `${said}: check client id and client secret`)
  }
  // Without an OAuth error code, such a status does not come from a token endpoint.
  if (reason === undefined && (status < 400 || status === 404 || status === 405)) {
    return new AuthorizationError('invalid_input', `${said}: there is no OAuth endpoint at ${url.pathname}`)
  }
  return new AuthorizationError('unauthenticated', said)
}
