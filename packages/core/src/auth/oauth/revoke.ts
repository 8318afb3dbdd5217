import * as oauth from 'oauth4webapi'
import type { Token } from '../../contract/scheme.ts'
import { AuthorizationError } from '../authorization-error.ts'
import { EndpointRefusal } from '../endpoint-refusal.ts'
import type { AuthorizationCodeScheme } from './authorization-code.ts'
import type { LoginRequest } from './login-request.ts'
import { oauthFailure } from './oauth-failure.ts'
import { openEndpoint } from './open-endpoint.ts'

/** Which of the two tokens the vendor has revoked. */
export type RevokedToken = 'refresh_token' | 'access_token'

/**
 * Ends a login at the vendor (RFC 7009): the refresh token first, since it could make another access token. Answers which the
 * vendor took; one that revokes no access tokens lets them run out. The stored token is the caller's to remove.
 */
export async function revoke(
  scheme: AuthorizationCodeScheme,
  token: Pick<Token, 'accessToken' | 'refreshToken'>,
  login: LoginRequest,
): Promise<readonly RevokedToken[]> {
  const { statement } = scheme
  if (statement.revokeUrl === undefined) {
    throw new AuthorizationError(
      'invalid_input',
      "this vendor has no revocation endpoint: remove the access in the vendor's own settings",
    )
  }
  const { url, server, client, authentication, options } = openEndpoint(
    statement,
    'revocation_endpoint',
    statement.revokeUrl,
    login,
  )
  const revoked: RevokedToken[] = []
  const held: readonly (readonly [RevokedToken, string | undefined])[] = [
    ['refresh_token', token.refreshToken],
    ['access_token', token.accessToken],
  ]
  for (const [hint, value] of held) {
    if (value === undefined) continue
    try {
      const hinted = { ...options, additionalParameters: { token_type_hint: hint } }
      await oauth.processRevocationResponse(await oauth.revocationRequest(server, client, authentication, value, hinted))
      revoked.push(hint)
    } catch (error) {
      if (error instanceof EndpointRefusal && error.reason === 'unsupported_token_type') continue
      throw oauthFailure(error, url, 'login', statement.loginAgainCodes)
    }
  }
  return revoked
}
