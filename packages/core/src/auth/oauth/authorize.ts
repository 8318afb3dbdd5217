import * as oauth from 'oauth4webapi'
import type { Token } from '../../contract/scheme.ts'
import { systemClock } from '../../ports/clock.ts'
import { AuthorizationError } from '../authorization-error.ts'
import { headerText } from '../credential-text.ts'
import { endpointUrl } from '../endpoint-url.ts'
import type { AuthorizationCodeScheme } from './authorization-code.ts'
import { expectedIssuer } from './expected-issuer.ts'
import type { LoginRequest } from './login-request.ts'
import { oauthFailure } from './oauth-failure.ts'
import { openEndpoint } from './open-endpoint.ts'
import { tokenOf } from './token-answer.ts'

/** A login in progress. Keep it server-side: state and verifier prove that the callback belongs to it. */
export interface BegunAuthorization {
  /** Where to send the person's browser. */
  readonly url: string
  readonly state: string
  readonly codeVerifier: string
  readonly redirectUri: string
  readonly scopes: readonly string[]
}

export interface AuthorizationStart {
  readonly clientId: string
  /** As registered with the vendor; `http:` only for the loopback interface (RFC 8252). */
  readonly redirectUri: string
  readonly settings?: Readonly<Record<string, unknown>>
  /** Default: the scheme's. */
  readonly scopes?: readonly string[]
}

/** Makes the URL that a person logs in at. Nothing is sent. */
export async function beginAuthorization(
  scheme: AuthorizationCodeScheme,
  start: AuthorizationStart,
): Promise<BegunAuthorization> {
  const { statement } = scheme
  const url = endpointUrl(statement.authorizeUrl, start.settings ?? {})
  const redirectUri = checkRedirect(start.redirectUri)
  const scopes = start.scopes ?? statement.scopes
  const state = oauth.generateRandomState()
  const codeVerifier = oauth.generateRandomCodeVerifier()
  for (const [name, value] of Object.entries(statement.authorizeParameters)) url.searchParams.set(name, value)
  url.searchParams.set('response_type', 'code')
  url.searchParams.set('client_id', headerText('clientId', start.clientId))
  url.searchParams.set('redirect_uri', redirectUri)
  if (scopes.length > 0) url.searchParams.set('scope', scopes.join(statement.scopeSeparator))
  url.searchParams.set('state', state)
  url.searchParams.set('code_challenge', await oauth.calculatePKCECodeChallenge(codeVerifier))
  url.searchParams.set('code_challenge_method', 'S256')
  return { url: url.href, state, codeVerifier, redirectUri, scopes }
}

/**
 * Checks the URL that the vendor sent the browser back to (redirect, state, issuer) and trades its code for a token.
 * `AuthorizationError`: `unauthenticated` with `loginNeeded` when the login must be begun again.
 */
export async function finishAuthorization(
  scheme: AuthorizationCodeScheme,
  callbackUrl: string,
  begun: BegunAuthorization,
  login: LoginRequest,
): Promise<Token> {
  const { statement } = scheme
  const { settings = {}, clock = systemClock } = login
  const callback = checkCallback(callbackUrl, begun.redirectUri)
  const { url, client, authentication, options, ...token } = openEndpoint(statement, 'token_endpoint', statement.tokenUrl, login)
  const server = { ...token.server, ...expectedIssuer(statement, endpointUrl(statement.authorizeUrl, settings), url, callback) }
  const parameters = validated(server, client, callback, begun.state)
  const { redirectUri, codeVerifier, scopes } = begun
  const requestedAt = clock.now()
  try {
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      authentication,
      parameters,
      redirectUri,
      codeVerifier,
      options,
    )
    const answer = await oauth.processAuthorizationCodeResponse(server, client, response)
    return tokenOf(answer, { requestedAt, requestedScopes: scopes })
  } catch (error) {
    throw oauthFailure(error, url, 'login', statement.loginAgainCodes)
  }
}

function validated(server: oauth.AuthorizationServer, client: oauth.Client, callback: URL, state: string): URLSearchParams {
  try {
    return oauth.validateAuthResponse(server, client, callback, state)
  } catch (error) {
    if (error instanceof oauth.AuthorizationResponseError) {
      const reason = /^[\w.:-]{1,80}$/.test(error.error) ? ` (${error.error})` : ''
      throw new AuthorizationError('unauthenticated', `the vendor ended the login${reason}: log in again`, { loginNeeded: true })
    }
    throw foreignCallback('its state or issuer is not the expected one')
  }
}

function checkCallback(callbackUrl: string, redirectUri: string): URL {
  if (!URL.canParse(callbackUrl)) throw foreignCallback('it is not a URL')
  const callback = new URL(callbackUrl)
  const redirect = new URL(redirectUri)
  if (callback.origin !== redirect.origin || callback.pathname !== redirect.pathname)
    throw foreignCallback('it is not the redirect URI')
  return callback
}

function foreignCallback(reason: string): AuthorizationError {
  return new AuthorizationError('unauthenticated', `the callback does not belong to this login (${reason}): log in again`, {
    loginNeeded: true,
  })
}

function checkRedirect(redirectUri: string): string {
  const url = URL.canParse(redirectUri) ? new URL(redirectUri) : undefined
  const loopback = url?.protocol === 'http:' && /^(?:127(?:\.\d{1,3}){3}|\[::1\]|localhost)$/.test(url.hostname)
  if (url === undefined || (url.protocol !== 'https:' && !loopback) || url.hash !== '') {
    throw new AuthorizationError('invalid_input', 'redirectUri is not https, nor http on the loopback interface')
  }
  return redirectUri
}
