import * as oauth from 'oauth4webapi'
import type { Token } from '../../contract/scheme.ts'
import { type Clock, systemClock } from '../../ports/clock.ts'
import { AuthorizationError, isAuthorizationError } from '../authorization-error.ts'
import { EndpointRefusal } from '../endpoint-refusal.ts'
import type { AuthorizationCodeScheme } from './authorization-code.ts'
import type { LoginRequest } from './login-request.ts'
import { oauthFailure } from './oauth-failure.ts'
import { type OpenEndpoint, openEndpoint } from './open-endpoint.ts'
import { tokenOf } from './token-answer.ts'

/** A login on another device (RFC 8628): show the person `userCode` and `verificationUrl`, and poll. */
export interface BegunDeviceAuthorization {
  readonly userCode: string
  readonly verificationUrl: string
  /** The same URI with the code filled in, where the vendor gives one. */
  readonly verificationUrlComplete: string | undefined
  readonly deviceCode: string
  /** Epoch milliseconds. */
  readonly expiresAt: number
  readonly intervalMs: number
  readonly scopes: readonly string[]
}

// RFC 8628, 3.2 and 3.5.
const defaultIntervalS = 5
const slowDownMs = 5_000

/** Asks for a code that a person enters on another device (RFC 8628). Throws an `AuthorizationError`. */
export async function beginDeviceAuthorization(
  scheme: AuthorizationCodeScheme,
  login: LoginRequest & { readonly scopes?: readonly string[] },
): Promise<BegunDeviceAuthorization> {
  const { statement } = scheme
  const { clock = systemClock, scopes = statement.scopes } = login
  if (statement.deviceUrl === undefined)
    throw new AuthorizationError('invalid_input', 'this vendor has no device login: log in with a browser')
  const endpoint = openEndpoint(statement, 'device_authorization_endpoint', statement.deviceUrl, login)
  const { url, server, client, authentication, options } = endpoint
  const form = scopes.length > 0 ? { scope: scopes.join(statement.scopeSeparator) } : {}
  const requestedAt = clock.now()
  try {
    const response = await oauth.deviceAuthorizationRequest(server, client, authentication, form, options)
    const answer = await oauth.processDeviceAuthorizationResponse(server, client, response)
    return {
      userCode: answer.user_code,
      verificationUrl: browserUrl(answer.verification_uri, url),
      verificationUrlComplete: answer.verification_uri_complete && browserUrl(answer.verification_uri_complete, url),
      deviceCode: answer.device_code,
      expiresAt: requestedAt + answer.expires_in * 1000,
      intervalMs: (answer.interval ?? defaultIntervalS) * 1000,
      scopes,
    }
  } catch (error) {
    throw oauthFailure(error, url, 'login', statement.loginAgainCodes)
  }
}

/** Polls until the person agrees or refuses, or the code expires. The signal ends the wait. */
export async function pollDeviceAuthorization(
  scheme: AuthorizationCodeScheme,
  begun: BegunDeviceAuthorization,
  login: LoginRequest,
): Promise<Token> {
  const { clock = systemClock, signal } = login
  const { tokenUrl, loginAgainCodes } = scheme.statement
  const endpoint = openEndpoint(scheme.statement, 'token_endpoint', tokenUrl, login)
  let intervalMs = begun.intervalMs
  while (clock.now() + intervalMs < begun.expiresAt) {
    await clock.wait(intervalMs, signal)
    try {
      return await askForToken(endpoint, begun, clock)
    } catch (error) {
      const reason = error instanceof EndpointRefusal ? error.reason : undefined
      if (reason === 'authorization_pending') continue
      if (reason === 'slow_down') {
        intervalMs += slowDownMs
        continue
      }
      signal?.throwIfAborted()
      const failure = oauthFailure(error, endpoint.url, 'login', ['access_denied', 'expired_token', ...loginAgainCodes])
      if (!isAuthorizationError(failure) || failure.code !== 'unavailable') throw failure
      intervalMs = Math.max(intervalMs * 2, failure.retryAfterMs ?? 0)
    }
  }
  throw new AuthorizationError('unauthenticated', 'nobody agreed to the login in time: log in again', { loginNeeded: true })
}

async function askForToken(
  { server, client, authentication, options }: OpenEndpoint,
  begun: BegunDeviceAuthorization,
  clock: Pick<Clock, 'now'>,
): Promise<Token> {
  const requestedAt = clock.now()
  const response = await oauth.deviceCodeGrantRequest(server, client, authentication, begun.deviceCode, options)
  const answer = await oauth.processDeviceCodeResponse(server, client, response)
  return tokenOf(answer, { requestedAt, requestedScopes: begun.scopes })
}

/** A person is sent there, so it must be an https page. */
function browserUrl(text: string, endpoint: URL): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url !== undefined && (url.protocol === 'https:' || url.origin === endpoint.origin)) return url.href
  throw new AuthorizationError('unavailable', `${endpoint.host} gave a verification page that is not https`)
}
